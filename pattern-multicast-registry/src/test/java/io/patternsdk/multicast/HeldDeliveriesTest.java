package io.patternsdk.multicast;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.multicast.MulticastRegistryProvider.DURABILITY;
import static io.patternsdk.multicast.MulticastRegistryProvider.MESSAGING;
import static io.patternsdk.multicast.MulticastRegistryProvider.REGISTRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Clock;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.pattern.StandaloneContext;
import io.patternsdk.core.queue.MessageQueue.Depth;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.fault.Fault;
import io.patternsdk.testkit.fault.FaultPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of deliveries that somebody holds when something goes wrong. */
@SuppressWarnings("try") // a subscription lasts as long as its block, which need not name it
class HeldDeliveriesTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Backends backends = Backends.embedded();
  private final Backend backend = backends.open("embedded");
  private final FaultPlan messaging = FaultPlan.seeded(1, Clock.system());
  private final FaultPlan durability = FaultPlan.seeded(2, Clock.system());
  private final MulticastRegistry registry =
      backends.started(
          StandaloneContext.builder()
              .settings(Map.of("visibility_timeout", "300ms", "poll_interval", "50ms"))
              .slot(REGISTRY, backend)
              .slot(MESSAGING, backend, messaging)
              .slot(DURABILITY, backend, durability)
              .build());
  private final Inbox inbox = new Inbox();

  @AfterEach
  void closeBackends() {
    backends.close();
  }

  @Test
  void whatCanNeitherBeAcknowledgedNorGivenBackIsDeliveredAgain() {
    registry.register(Registration.of("d").durable());
    List.of("1", "2", "3").forEach(this::multicast);
    durability.next(1, "ack", Fault.refused(ErrorKind.UNAVAILABLE));
    durability.next(1, "nack", Fault.refused(ErrorKind.UNAVAILABLE));
    try (var unused = registry.subscribe("d", inbox)) {
      Eventually.within(SOON)
          .check(() -> assertThat(inbox.texts()).containsExactlyInAnyOrder("1", "2", "3", "1"));
      Eventually.within(SOON).check(() -> assertThat(depth("d")).isEqualTo(new Depth(0, 0)));
    }
  }

  @Test
  void aReceiverThatFailsWithAnErrorGetsTheRest() {
    registry.register(Registration.of("d").durable());
    List.of("1", "2").forEach(this::multicast);
    Receiver failing =
        delivery -> {
          inbox.onDelivery(delivery);
          if (inbox.deliveries.size() == 1) {
            throw new AssertionError("the first fails");
          }
        };
    try (var unused = registry.subscribe("d", failing)) {
      Eventually.within(SOON).check(() -> assertThat(inbox.texts()).contains("2"));
      Eventually.within(SOON).check(() -> assertThat(depth("d")).isEqualTo(new Depth(0, 0)));
    }
  }

  @Test
  void anAcknowledgementCountsEvenIfItsSenderCannotBeTold() {
    registry.register(Registration.of("d").durable());
    multicastToBeConfirmed();
    try (var unused = registry.subscribe("d", AckMode.MANUAL, inbox)) {
      Eventually.within(SOON).check(() -> assertThat(inbox.deliveries).hasSize(1));
      messaging.always("publish", Fault.refused(ErrorKind.UNAVAILABLE));
      assertThat(registry.ack("d", inbox.deliveries.getFirst().id())).isTrue();
      assertThat(depth("d")).isEqualTo(new Depth(0, 0));
    }
  }

  /** Nobody waits for its report, since nobody confirms in time. */
  private void multicastToBeConfirmed() {
    Thread.startVirtualThread(
        () -> registry.multicast(Multicast.to(all(), new byte[0]).confirm().timeout(SOON)));
  }

  @Test
  void whatAClosedSubscriptionHeldIsForgottenWhenItsTimeIsUp() {
    registry.register(Registration.of("d").durable());
    registry.register(Registration.of("plain"));
    Inbox plain = new Inbox();
    try (var d = registry.subscribe("d", AckMode.MANUAL, inbox);
        var p = registry.subscribe("plain", AckMode.MANUAL, plain)) {
      multicastToBeConfirmed();
      Eventually.within(SOON).check(() -> assertThat(inbox.deliveries).hasSize(1));
      Eventually.within(SOON).check(() -> assertThat(plain.deliveries).hasSize(1));
    }
    assertThat(registry.unfinished().count("unacknowledged")).isEqualTo(2);
    Eventually.within(SOON)
        .check(() -> assertThat(registry.unfinished().count("unacknowledged")).isZero());
  }

  @Test
  void anIdentityThatBecomesDurableIsServedFromItsQueue() {
    registry.register(Registration.of("a"));
    try (var before = registry.subscribe("a", new Inbox())) {
      registry.register(Registration.of("a").durable().replace());
      try (var after = registry.subscribe("a", AckMode.MANUAL, inbox)) {
        multicast("1");
        Eventually.within(SOON).check(() -> assertThat(inbox.texts()).contains("1"));
        assertThat(inbox.deliveries.getFirst().ack()).isTrue();
        assertThat(depth("a")).isEqualTo(new Depth(0, 0));
      }
    }
  }

  @Test
  void anIdentityThatIsNotDurableAnyMoreStillConfirms() {
    registry.register(Registration.of("a").durable());
    try (var before = registry.subscribe("a", new Inbox())) {
      registry.register(Registration.of("a").replace());
      try (var after = registry.subscribe("a", inbox)) {
        var report =
            registry.multicast(
                Multicast.to(all(), new byte[0]).confirm().timeout(Duration.ofSeconds(2)));
        assertThat(report.totals()).containsEntry(MulticastReport.Status.ACKNOWLEDGED, 1);
      }
    }
  }

  @Test
  void comingBackAcknowledgesNothingThatAnotherReceiverGot() throws InterruptedException {
    registry.register(Registration.of("d").durable());
    Inbox busy = new Inbox();
    CountDownLatch release = new CountDownLatch(1);
    Receiver blocking =
        delivery -> {
          busy.onDelivery(delivery);
          awaitUninterruptibly(release);
        };
    try (var one = registry.subscribe("d", AckMode.MANUAL, blocking)) {
      multicast("1");
      Eventually.within(SOON).check(() -> assertThat(busy.texts()).containsExactly("1"));
      try (var two = registry.subscribe("d", AckMode.MANUAL, inbox)) {
        multicast("2");
        Eventually.within(SOON).check(() -> assertThat(inbox.texts()).containsExactly("2"));
        registry.ackUpTo("d", inbox.deliveries.getFirst().id());
        assertThat(inbox.deliveries.getFirst().ack()).isFalse();
        assertThat(busy.deliveries.getFirst().ack()).isTrue();
      } finally {
        release.countDown();
      }
    }
  }

  @Test
  void eachSubscriptionHasAWindowOfItsOwn() {
    MulticastRegistry narrow =
        backends.closing(
            MulticastRegistry.builder()
                .registry(backend)
                .messaging(backend)
                .durability(backend)
                .window(1)
                .start());
    narrow.register(Registration.of("d").durable());
    List.of("1", "2", "3").forEach(this::multicast);
    Inbox other = new Inbox();
    try (var one = narrow.subscribe("d", AckMode.MANUAL, inbox);
        var two = narrow.subscribe("d", AckMode.MANUAL, other)) {
      Eventually.within(SOON).check(() -> assertThat(depth("d")).isEqualTo(new Depth(1, 2)));
      assertThat(inbox.texts()).hasSize(1);
      assertThat(other.texts()).hasSize(1).doesNotContainAnyElementsOf(inbox.texts());
    }
  }

  @Test
  void eachOfTwoReceiversHoldsAMessageThatBothGot() {
    registry.register(Registration.of("a"));
    Inbox other = new Inbox();
    try (var one = registry.subscribe("a", AckMode.MANUAL, inbox);
        var two = registry.subscribe("a", AckMode.MANUAL, other)) {
      registry.multicast(
          Multicast.to(all(), new byte[0]).confirm().timeout(Duration.ofMillis(100)));
      Eventually.within(SOON)
          .check(() -> assertThat(registry.unfinished().count("unacknowledged")).isEqualTo(2));
      Eventually.within(SOON).check(() -> assertThat(inbox.deliveries).hasSize(1));
      assertThat(inbox.deliveries.getFirst().ack()).isTrue();
      assertThat(inbox.deliveries.getFirst().ack()).isFalse();
      Eventually.within(SOON).check(() -> assertThat(other.deliveries).hasSize(1));
      assertThat(registry.ack("a", other.deliveries.getFirst().id())).isTrue();
      assertThat(registry.unfinished().count("unacknowledged")).isZero();
    }
  }

  @Test
  void whatIsHeldIsExtendedSeveralAtATime() {
    CountDownLatch atOnce = new CountDownLatch(4);
    Layer meeting =
        Layers.before(
            "extend",
            () -> {
              atOnce.countDown();
              awaitUninterruptibly(atOnce);
            });
    MulticastRegistry other =
        backends.started(
            StandaloneContext.builder()
                .settings(Map.of("visibility_timeout", "300ms"))
                .slot(REGISTRY, backend)
                .slot(MESSAGING, backend)
                .slot(DURABILITY, backend, meeting)
                .build());
    other.register(Registration.of("d").durable());
    List.of("1", "2", "3", "4").forEach(this::multicast);
    try (var unused = other.subscribe("d", AckMode.MANUAL, inbox)) {
      Eventually.within(SOON).check(() -> assertThat(atOnce.getCount()).isZero());
    } finally {
      while (atOnce.getCount() > 0) {
        atOnce.countDown();
      }
    }
  }

  @Test
  void whatCameFromNoQueueIsGivenBackToNone() {
    registry.register(Registration.of("d"));
    List<Boolean> answers = new CopyOnWriteArrayList<>();
    Receiver refusing =
        delivery -> {
          answers.add(delivery.nack());
          answers.add(delivery.ack());
          inbox.onDelivery(delivery);
        };
    try (var unused = registry.subscribe("d", AckMode.MANUAL, refusing)) {
      multicast("1");
      Eventually.within(SOON).check(() -> assertThat(inbox.texts()).containsExactly("1"));
    }
    assertThat(answers).containsExactly(false, false);
    assertThat(durability.reached("nack") + durability.reached("ack")).isZero();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void multicast(String text) {
    registry.multicast(Multicast.to(all(), text.getBytes(UTF_8)));
  }

  private Depth depth(String identity) {
    return backend
        .capabilities("test", List.of())
        .require(QUEUE_BASIC)
        .depth("deliveries:" + identity);
  }
}
