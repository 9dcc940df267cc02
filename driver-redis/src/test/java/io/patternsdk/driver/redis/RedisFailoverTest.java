package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Failures;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two servers behind one address, of which another one becomes the primary. */
class RedisFailoverTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));

  private final RedisServer first = RedisServer.start();
  private final RedisServer second = RedisServer.start();
  private final TcpProxy proxy = TcpProxy.to(first);
  private final BackendOptions options = Backends.options("redis://127.0.0.1:" + proxy.port());

  @AfterEach
  void close() {
    proxy.close();
    second.close();
    first.close();
  }

  @Test
  void aWriteThatMeetsAReplicaLeadsToTheNewPrimary() {
    try (Backend backend = Backends.open(options.operationTimeout(Duration.ofMinutes(1)))) {
      backend.require(KEYVALUE_BASIC).set("before", new byte[1]);
      failOver();
      assertThat(
              Failures.kindAndEffect(() -> backend.require(KEYVALUE_BASIC).set("k", new byte[1])))
          .isEqualTo("UNAVAILABLE NONE");
      SOON.check(() -> backend.require(KEYVALUE_BASIC).set("k", new byte[1]));
      SOON.check(() -> backend.require(QUEUE_BASIC).enqueue("jobs", Message.of("work")));
      on(second, commands -> assertThat(commands.dbsize()).isGreaterThanOrEqualTo(2));
    }
  }

  @Test
  void healthMeetsTheReplicaAndFindsTheNewPrimary() {
    try (Backend backend = Backends.open(options.operationTimeout(Duration.ofMinutes(1)))) {
      assertThat(health(backend).status()).isEqualTo(Health.Status.UP);
      failOver();
      assertThat(health(backend).detail()).contains("is a replica");
      SOON.check(() -> assertThat(health(backend).status()).isEqualTo(Health.Status.UP));
    }
  }

  @Test
  void aSubscriptionMovesAlthoughNobodyWritesOrAsks() {
    Recorder recorder = new Recorder();
    try (Backend backend = Backends.open(options.operationTimeout(Duration.ofSeconds(1)))) {
      var unused = backend.require(PUBSUB_BASIC).subscribe("news", recorder);
      failOver();
      SOON.until(() -> recorder.seen.contains("RECONNECTED"));
      on(
          second,
          commands ->
              assertThat(commands.pubsubChannels().stream().anyMatch(c -> c.endsWith("news")))
                  .isTrue());
    }
  }

  @Test
  void aReplicaIsNotOpened() {
    on(first, commands -> commands.replicaof("127.0.0.1", second.port()));
    BackendException refused = Failures.of(() -> Backends.open(options));
    assertThat(Failures.kindAndEffect(refused)).isEqualTo("UNAVAILABLE NONE");
    assertThat(refused).hasMessageContaining("is a replica");
  }

  /** The address leads to the second from now on; connections to the first stay. */
  private void failOver() {
    proxy.redirect(second);
    on(first, commands -> commands.replicaof("127.0.0.1", second.port()));
  }

  private static Health health(Backend backend) {
    return backend.health(Deadline.after(Duration.ofSeconds(10)));
  }

  private static void on(RedisServer server, Consumer<RedisCommands<String, String>> work) {
    RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
    try (client;
        var connection = client.connect()) {
      work.accept(connection.sync());
    }
  }
}
