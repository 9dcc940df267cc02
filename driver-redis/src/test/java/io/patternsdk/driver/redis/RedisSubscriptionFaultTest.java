package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_WILDCARDS;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.capability.Delivery;
import io.patternsdk.core.capability.Queue;
import io.patternsdk.core.capability.Subscription;
import io.patternsdk.core.driver.Backend;
import io.patternsdk.core.driver.BackendOptions;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subscriptions and waiting receivers outlive the loss of their connection. */
class RedisSubscriptionFaultTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(20));

  private final TcpProxy proxy = TcpProxy.to(RedisServer.shared());
  private final BackendOptions options = Backends.options("redis://127.0.0.1:" + proxy.port());
  private final Backend backend = Backends.open(options);
  private final Backend direct =
      Backends.open(
          options.settings(Backends.options(RedisServer.shared().uri()).toContext().settings()));

  @AfterEach
  void close() {
    backend.close();
    direct.close();
    proxy.close();
  }

  @Test
  void subscriptionsComeBackAndSayThatTheyWereGone() {
    Inbox exact = new Inbox();
    Inbox wild = new Inbox();
    backend.require(PUBSUB_BASIC).subscribe("a.b", exact);
    backend.require(PUBSUB_WILDCARDS).subscribePattern("a.>", wild);
    proxy.reset();
    exact.awaits("RECONNECTED");
    wild.awaits("RECONNECTED");
    direct.require(PUBSUB_BASIC).publish("a.b", Message.of("after"));
    exact.awaits("a.b=after");
    wild.awaits("a.b=after");
    assertThat(exact.received()).containsExactly("RECONNECTED", "a.b=after");
  }

  @Test
  void aSubscriptionClosedMeanwhileDoesNotComeBack() {
    Inbox closed = new Inbox();
    Inbox open = new Inbox();
    Subscription subscription = backend.require(PUBSUB_BASIC).subscribe("closed", closed);
    backend.require(PUBSUB_BASIC).subscribe("open", open);
    proxy.refuse();
    proxy.reset();
    subscription.close();
    proxy.heal();
    open.awaits("RECONNECTED");
    SOON.until(() -> subscribers("closed") == 0);
    assertThat(subscribers("open")).isEqualTo(1);
    assertThat(closed.received()).isEmpty();
  }

  private long subscribers(String topic) {
    String channel = options.toContext().namespace().topic(topic);
    try (var connection =
        direct.unwrap(io.lettuce.core.RedisClient.class).orElseThrow().connect()) {
      return connection.sync().pubsubNumsub(channel).get(channel);
    }
  }

  @Test
  void aReceiverThatWaitsGetsWhatCameMeanwhile() {
    CompletableFuture<String> received = new CompletableFuture<>();
    Thread.startVirtualThread(() -> received.complete(receive().message().text()));
    SOON.until(() -> subscribers("!wake:jobs") == 1);
    proxy.refuse();
    proxy.reset();
    direct.require(QUEUE_BASIC).enqueue("jobs", Message.of("work"));
    proxy.heal();
    assertThat(received.join()).isEqualTo("work");
  }

  private Delivery receive() {
    Queue queue = backend.require(QUEUE_BASIC);
    return SOON.value(
        () -> {
          List<Delivery> deliveries = queue.receive("jobs", 1, Duration.ofSeconds(20));
          return deliveries.getFirst();
        });
  }

  @Test
  void whenTheServerIsGoneSubscribingFails() {
    proxy.refuse();
    proxy.reset();
    assertThat(
            SOON.value(
                () ->
                    org.assertj.core.api.Assertions.catchThrowableOfType(
                        OperationException.class,
                        () -> backend.require(PUBSUB_BASIC).subscribe("a", new Inbox()))))
        .isNotNull();
  }
}
