package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_WILDCARDS;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Subscription;
import io.patternsdk.core.driver.Backend;
import io.patternsdk.core.driver.BackendOptions;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.NatsServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subscriptions outlive the loss of their connection; receivers that wait learn of it. */
class NatsSubscriptionFaultTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(20));

  private final TcpProxy proxy = TcpProxy.to(NatsServer.shared());
  private final BackendOptions options = Backends.options("nats://127.0.0.1:" + proxy.port());
  private final Backend backend = Backends.open(options);
  private final Backend direct =
      Backends.open(
          options.settings(Backends.options(NatsServer.shared().uri()).toContext().settings()));

  @AfterEach
  void close() {
    backend.close();
    direct.close();
    proxy.close();
  }

  @Test
  void subscriptionsComeBackAndSayThatTheyWereGone() {
    Recorder exact = new Recorder();
    Recorder wild = new Recorder();
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
    Recorder closed = new Recorder();
    Recorder open = new Recorder();
    Subscription subscription = backend.require(PUBSUB_BASIC).subscribe("topic", closed);
    backend.require(PUBSUB_BASIC).subscribe("topic", open);
    proxy.refuse();
    proxy.reset();
    subscription.close();
    proxy.heal();
    open.awaits("RECONNECTED");
    direct.require(PUBSUB_BASIC).publish("topic", Message.of("after"));
    open.awaits("topic=after");
    assertThat(closed.received()).isEmpty();
  }

  @Test
  void aReceiverThatWaitsLearnsThatItsConnectionIsLost() {
    assertThat(backend.require(QUEUE_BASIC).receive("jobs", 1, Duration.ZERO)).isEmpty();
    CompletableFuture<String> failure = new CompletableFuture<>();
    Thread waiting =
        Thread.startVirtualThread(
            () ->
                failure.complete(
                    Failures.kindAndEffect(
                        () ->
                            backend
                                .require(QUEUE_BASIC)
                                .receive("jobs", 1, Duration.ofMinutes(5)))));
    SOON.until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
    proxy.reset();
    assertThat(failure.join()).startsWith("UNAVAILABLE");
    direct.require(QUEUE_BASIC).enqueue("jobs", Message.of("work"));
    assertThat(
            SOON.value(
                () ->
                    backend
                        .require(QUEUE_BASIC)
                        .receive("jobs", 1, Duration.ofSeconds(5))
                        .getFirst()
                        .attempt()))
        .isEqualTo(1);
  }
}
