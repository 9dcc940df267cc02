package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection that listens and is lost without a word, or for a while. */
class PostgresSilenceTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));

  private final TcpProxy proxy = TcpProxy.to(PostgresServer.shared());
  private final BackendOptions options =
      Backends.options("postgres://127.0.0.1:" + proxy.port())
          .operationTimeout(Duration.ofSeconds(3));
  private final Backend backend = Backends.open(options);
  private final Backend direct =
      Backends.open(
          options.settings(Backends.options(PostgresServer.shared().uri()).toContext().settings()));

  @AfterEach
  void close() {
    backend.close();
    direct.close();
    proxy.close();
  }

  @Test
  void aSubscriptionComesBackWithAGap() {
    Heard heard = new Heard();
    var unused = backend.require(PUBSUB_BASIC).subscribe("news", heard);
    proxy.silence();
    SOON.until(() -> heard.all().contains("RECONNECTED"));
    direct.require(PUBSUB_BASIC).publish("news", Message.of("fresh"));
    SOON.until(() -> heard.all().contains("fresh"));
  }

  @Test
  void healthKnowsThatNothingIsHeard() {
    PubSub topics = backend.require(PUBSUB_BASIC);
    var unused = topics.subscribe("news", new Heard());
    assertThat(health()).isEqualTo(Health.Status.UP);
    proxy.refuse();
    proxy.reset();
    SOON.until(() -> health() != Health.Status.UP);
    proxy.heal();
    SOON.until(() -> health() == Health.Status.UP);
  }

  @Test
  void aReceiverFindsWhatNobodySignalled() {
    CompletableFuture<List<Delivery>> received =
        CompletableFuture.supplyAsync(
            () -> backend.require(QUEUE_BASIC).receive("jobs", 1, Duration.ofSeconds(50)),
            Thread::startVirtualThread);
    direct.require(QUEUE_BASIC).enqueue("other", Message.of("work"));
    try (Sql sql = Sql.on(PostgresServer.shared())) {
      String moved = "UPDATE queue_message SET queue = %s WHERE queue = %s";
      assertThat(sql.ask(moved.formatted(stored("jobs"), stored("other")) + " RETURNING 1"))
          .isEqualTo("1");
    }
    assertThat(received.join()).hasSize(1);
  }

  private String stored(String queue) {
    return "convert_to('" + options.toContext().namespace().queue(queue) + "', 'UTF8')";
  }

  private Health.Status health() {
    return backend.health(Deadline.after(Duration.ofSeconds(5))).status();
  }
}
