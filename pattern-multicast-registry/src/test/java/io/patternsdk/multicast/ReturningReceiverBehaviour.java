package io.patternsdk.multicast;

import static io.patternsdk.core.filter.Filters.all;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.queue.MessageQueue.Depth;
import io.patternsdk.multicast.MulticastReport.Status;
import io.patternsdk.multicast.RegistryException.Code;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a receiver finds that was away, on any set of backends. */
@SuppressWarnings("try") // a subscription lasts as long as its block, which need not name it
abstract class ReturningReceiverBehaviour extends RegistryOnBackends {
  /** More than fit into one id, though a name takes as little as three characters there. */
  private static final int MANY = 4_000;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void whoComesBackAcknowledgesUpToWhatItSawLastAndGetsTheRestAgain() {
    registry.register(Registration.of("d").durable());
    List.of("1", "2", "3").forEach(text -> multicast(all(), text));
    Inbox first = new Inbox();
    try (var subscription = registry.subscribe("d", AckMode.MANUAL, first)) {
      Eventually.within(SOON).check(() -> assertThat(first.texts()).containsExactly("1", "2", "3"));
    }
    registry.ackUpTo("d", first.deliveries.get(1).id());
    Inbox second = new Inbox();
    try (var subscription = registry.subscribe("d", AckMode.MANUAL, second)) {
      Eventually.within(SOON).check(() -> assertThat(second.texts()).containsExactly("3"));
      assertThat(second.deliveries.getFirst().messageId())
          .isEqualTo(first.deliveries.get(2).messageId());
      assertThat(second.deliveries.getFirst().ack()).isTrue();
      assertThat(second.deliveries.getFirst().ack()).isFalse();
    }
  }

  @Test
  void whoComesBackBeforeItsLossWasNoticedTakesOver() {
    registry.register(Registration.of("d").durable());
    List.of("1", "2", "3").forEach(text -> multicast(all(), text));
    Inbox first = new Inbox();
    Inbox second = new Inbox();
    try (var lost = registry.subscribe("d", AckMode.MANUAL, first)) {
      Eventually.within(SOON).check(() -> assertThat(first.texts()).containsExactly("1", "2", "3"));
      String seen = first.deliveries.get(1).id();
      try (var back = registry.resume("d", seen, AckMode.AUTO, second)) {
        Eventually.within(SOON).check(() -> assertThat(second.texts()).containsExactly("3"));
        assertThat(lost.isClosed()).isTrue();
        assertThat(back.isClosed()).isFalse();
      }
    }
  }

  @Test
  void whoComesBackToAnotherProcessTakesOverThere() {
    registry.register(Registration.of("d").durable());
    List.of("1", "2", "3", "4").forEach(text -> multicast(all(), text));
    Inbox first = new Inbox();
    Inbox second = new Inbox();
    MulticastRegistry other = backends.registry();
    try (var lost = registry.subscribe("d", AckMode.MANUAL, first)) {
      Eventually.within(SOON).check(() -> assertThat(first.texts()).hasSize(4));
      assertThat(first.deliveries.get(1).ack()).isTrue();
      String seen = first.deliveries.get(2).id();
      try (var back = other.resume("d", seen, AckMode.MANUAL, second)) {
        Eventually.within(SOON).check(() -> assertThat(second.texts()).containsExactly("4"));
        assertThat(second.deliveries.getFirst().messageId())
            .isEqualTo(first.deliveries.get(3).messageId());
        assertThat(lost.isClosed()).isTrue();
        Eventually.within(SOON).check(() -> assertThat(depth("d")).isEqualTo(new Depth(0, 1)));
        assertThat(registry.unfinished().count("unacknowledged")).isZero();
      }
    }
  }

  @Test
  void noIdIsLongerThanAHeaderMayBeHoweverMuchIsHeld() {
    MulticastRegistry wide =
        backends.registry(Map.of("window", 10_000, "visibility_timeout", "10m"));
    wide.register(Registration.of("d").durable());
    enqueue("d", MANY);
    Inbox first = new Inbox();
    Inbox second = new Inbox();
    try (var lost = wide.subscribe("d", AckMode.MANUAL, first)) {
      Eventually.within(PATIENCE)
          .check(
              () ->
                  assertThat(first.lastId().orElse(""))
                      .as("id after %d deliveries", first.deliveries.size())
                      .hasSizeGreaterThan(DeliveryId.MOST - 100));
      List<Delivered> all = List.copyOf(first.deliveries);
      Set<String> seen = ids(all);
      String last = all.getLast().id();
      assertThat(last).hasSizeLessThanOrEqualTo(DeliveryId.MOST);
      try (var back = registry.resume("d", last, AckMode.AUTO, second)) {
        Eventually.within(PATIENCE).check(() -> assertThat(depth("d")).isEqualTo(new Depth(0, 0)));
        assertThat(ids(second.deliveries))
            .hasSize(MANY - seen.size())
            .doesNotContainAnyElementsOf(seen);
      }
    }
  }

  @Test
  void anIdThatWasCutOrIsAnothersAcknowledgesNothing() {
    registry.register(Registration.of("d").durable());
    registry.register(Registration.of("e").durable());
    List.of("1", "2").forEach(text -> multicast(all(), text));
    Inbox inbox = new Inbox();
    try (var subscription = registry.subscribe("d", AckMode.MANUAL, inbox)) {
      Eventually.within(SOON).check(() -> assertThat(inbox.texts()).hasSize(2));
      String id = inbox.deliveries.get(1).id();
      for (MulticastRegistry any : List.of(registry, backends.registry())) {
        refused(Code.INVALID, () -> any.ackUpTo("d", id.substring(0, id.length() - 1)));
        refused(Code.INVALID, () -> any.ackUpTo("e", id));
        refused(Code.INVALID, () -> any.resume("d", "", AckMode.AUTO, inbox));
        refused(Code.INVALID, () -> any.ack("e", id));
        refused(Code.INVALID, () -> any.nack("e", id));
      }
      assertThat(depth("d")).isEqualTo(new Depth(0, 2));
    }
  }

  @Test
  void anAcknowledgementToAnotherProcessIsOfThatDeliveryAlone() {
    registry.register(Registration.of("d").durable());
    List.of("1", "2").forEach(text -> multicast(all(), text));
    Inbox inbox = new Inbox();
    MulticastRegistry other = backends.registry();
    try (var subscription = registry.subscribe("d", AckMode.MANUAL, inbox)) {
      Eventually.within(SOON).check(() -> assertThat(inbox.texts()).hasSize(2));
      assertThat(other.ack("d", inbox.deliveries.get(1).id())).isTrue();
      assertThat(other.ack("d", inbox.deliveries.get(1).id())).isFalse();
      assertThat(depth("d")).isEqualTo(new Depth(0, 1));
      assertThat(inbox.deliveries.get(0).ack()).isTrue();
    }
  }

  @Test
  void whoIsUnregisteredAndRegistersAgainBeginsAfresh() {
    registry.register(Registration.of("d").durable());
    multicast(all(), "dead");
    try (var failing = registry.subscribe("d", delivery -> delivery.nack())) {
      Eventually.within(SOON).check(() -> assertThat(registry.deadLetters("d", 10)).hasSize(1));
    }
    multicast(all(), "held");
    Inbox inbox = new Inbox();
    try (var holding = backends.registry().subscribe("d", AckMode.MANUAL, inbox)) {
      Eventually.within(SOON).check(() -> assertThat(inbox.texts()).containsExactly("held"));
      holding.close();
      enqueue("d", 300);
      assertThat(registry.unregister("d")).isTrue();
      Eventually.within(SOON).check(() -> assertThat(depth("d")).isEqualTo(new Depth(0, 0)));
      assertThat(inbox.deliveries.getFirst().ack()).isFalse();
    }
    registry.register(Registration.of("d").durable());
    assertThat(registry.deadLetters("d", 10)).isEmpty();
    multicast(all(), "new");
    Inbox fresh = new Inbox();
    try (var subscription = registry.subscribe("d", fresh)) {
      Eventually.within(SOON).check(() -> assertThat(fresh.texts()).containsExactly("new"));
    }
  }

  @Test
  void whoseTtlRanOutFindsItsMessagesWhenItComesBack() {
    Registration registration = Registration.of("d").durable();
    registry.register(registration.ttl(Duration.ofMillis(300)));
    multicast(all(), "x");
    Eventually.within(SOON).until(() -> registry.find("d").isEmpty());
    registry.register(registration);
    Inbox inbox = new Inbox();
    try (var subscription = registry.subscribe("d", inbox)) {
      Eventually.within(SOON).check(() -> assertThat(inbox.texts()).containsExactly("x"));
    }
  }

  @Test
  void whoWaitsForAnAcknowledgementLearnsOfOneToAnotherProcess() {
    registry.register(Registration.of("d").durable());
    Inbox inbox = new Inbox();
    MulticastRegistry other = backends.registry();
    try (var lost = registry.subscribe("d", AckMode.MANUAL, inbox)) {
      Thread.startVirtualThread(
          () -> {
            Eventually.within(SOON).until(() -> !inbox.deliveries.isEmpty());
            other.resume("d", inbox.deliveries.getFirst().id(), AckMode.AUTO, inbox).close();
          });
      MulticastReport report =
          registry.multicast(
              Multicast.to(all(), new byte[0]).confirm().timeout(Duration.ofSeconds(10)));
      assertThat(statuses(report)).isEqualTo(Map.of("d", Status.ACKNOWLEDGED));
    }
  }

  private static Set<String> ids(List<Delivered> deliveries) {
    return deliveries.stream().map(Delivered::messageId).collect(Collectors.toSet());
  }
}
