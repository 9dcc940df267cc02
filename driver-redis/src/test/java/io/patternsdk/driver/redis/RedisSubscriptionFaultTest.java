package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_VISIBILITY;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.driver.WaitingReceivers;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.proxy.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the server knows of subscriptions and waiting receivers whose connection was lost. */
class RedisSubscriptionFaultTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  @AutoClose
  private final Proxied proxied =
      new Proxied(Map.of(), options -> options.operationTimeout(Duration.ofSeconds(30)));

  private final TcpProxy proxy = proxied.proxy;
  private final BackendOptions options = proxied.options;
  private final Backend backend = proxied.backend;
  private final Backend direct = proxied.direct;

  @Test
  void aSubscriptionClosedMeanwhileDoesNotStay() {
    Subscription closed = backend.require(PUBSUB_BASIC).subscribe("closed", (topic, message) -> {});
    Subscription open = backend.require(PUBSUB_BASIC).subscribe("open", (topic, message) -> {});
    proxy.refuse();
    proxy.reset();
    closed.close();
    SOON.until(() -> subscribers("open") == 0);
    proxy.heal();
    SOON.until(() -> subscribers("open") == 1);
    // The client subscribes to both in one command, and the closed one then ends.
    SOON.until(() -> subscribers("closed") == 0);
    open.close();
  }

  @Test
  void aReceiverGoesOnWaiting() {
    CompletableFuture<List<Delivery>> received = receiving();
    proxy.refuse();
    proxy.reset();
    direct.require(QUEUE_BASIC).enqueue("jobs", Message.of("work"));
    proxy.heal();
    assertThat(received.orTimeout(60, TimeUnit.SECONDS).join()).hasSize(1);
  }

  @Test
  void aReceiverGoesOnWaitingThoughNoServerIsThereWhenADeliveryIsDue() {
    Duration held = Duration.ofSeconds(2);
    QueueVisibility others = direct.require(QUEUE_VISIBILITY);
    direct.require(QUEUE_BASIC).enqueue("jobs", Message.of("work"));
    assertThat(others.receive("jobs", 1, Duration.ofSeconds(5), held)).hasSize(1);
    CompletableFuture<List<Delivery>> received = receiving();
    proxy.refuse();
    proxy.reset();
    SOON.until(() -> !others.receive("jobs", 1, Duration.ZERO, held).isEmpty());
    proxy.heal();
    assertThat(received.orTimeout(60, TimeUnit.SECONDS).join()).hasSize(1);
  }

  private CompletableFuture<List<Delivery>> receiving() {
    AtomicReference<Thread> receiver = new AtomicReference<>();
    CompletableFuture<List<Delivery>> received =
        CompletableFuture.supplyAsync(
            () -> backend.require(QUEUE_BASIC).receive("jobs", 1, Duration.ofSeconds(50)),
            task -> receiver.set(Thread.startVirtualThread(task)));
    SOON.until(() -> waits(receiver.get()));
    return received;
  }

  /** Whether it has subscribed, has looked once more since, and waits for a signal. */
  private static boolean waits(Thread receiver) {
    return Stream.of(receiver.getStackTrace())
        .anyMatch(
            frame ->
                frame.getClassName().equals(WaitingReceivers.Line.class.getName())
                    && frame.getMethodName().equals("await"));
  }

  private long subscribers(String topic) {
    String channel = options.toContext().namespace().topic(topic);
    try (var connection = direct.unwrap(RedisClient.class).orElseThrow().connect()) {
      return connection.sync().pubsubNumsub(channel).get(channel);
    }
  }
}
