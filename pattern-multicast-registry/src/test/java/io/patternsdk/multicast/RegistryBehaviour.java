package io.patternsdk.multicast;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.core.filter.Filters.eq;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.multicast.MulticastRegistryProvider.DURABILITY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Queue;
import io.patternsdk.core.capability.Queue.Depth;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.multicast.MulticastReport.Outcome;
import io.patternsdk.multicast.MulticastReport.Status;
import io.patternsdk.multicast.RegistryException.Code;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the registry does on any set of backends. */
@SuppressWarnings("try") // a subscription lasts as long as its block, which need not name it
abstract class RegistryBehaviour {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Backends backends = backends();
  private final MulticastRegistry registry = backends.registry();
  private final Queue queue =
      backends.in(DURABILITY).capabilities("test", List.of()).require(QUEUE_BASIC);

  abstract Backends backends();

  @AfterEach
  void closeBackends() {
    backends.close();
  }

  @Test
  void metadataKeepTheirTypes() {
    JsonObject metadata =
        JsonObject.parse(
            "{\"n\":1.10,\"big\":12345678901234567890,\"t\":true,\"z\":null,\"a\":[1,\"x\"],"
                + "\"o\":{\"é\":\"😀\"}}");
    registry.register(Registration.of("a").metadata(metadata));
    assertThat(registry.find("a").orElseThrow().metadata().toString())
        .isEqualTo(metadata.toString());
  }

  @Test
  void registeringAgainIsRefusedUnlessItReplaces() {
    registry.register(Registration.of("a").metadata(json("{\"v\":1}")));
    refused(Code.ALREADY_EXISTS, () -> registry.register(Registration.of("a")));
    registry.register(Registration.of("a").metadata(json("{\"v\":2}")).replace());
    assertThat(registry.find("a").orElseThrow().metadata()).isEqualTo(json("{\"v\":2}"));
  }

  @Test
  void anIdentityIsGoneWhenItsTtlHasRunOutAndAHeartbeatKeepsIt() {
    registry.register(Registration.of("short").ttl(Duration.ofMillis(300)));
    registry.register(Registration.of("long").ttl(Duration.ofMinutes(1)));
    assertThat(registry.heartbeat("long").expiresAt()).isPresent();
    Eventually.within(SOON)
        .check(() -> assertThat(registry.enumerate(Enumeration.all()).total()).isEqualTo(1));
    assertThat(registry.find("short")).isEmpty();
    refused(Code.NOT_FOUND, () -> registry.heartbeat("short"));
  }

  @Test
  void halfOfACharacterIsRefused() {
    String half = "a\ud83d";
    refused(Code.INVALID, () -> registry.register(Registration.of(half)));
    refused(Code.INVALID, () -> registry.register(Registration.of("a").topic(half)));
    refused(Code.INVALID, () -> registry.find(half));
    refused(
        Code.INVALID, () -> registry.multicast(Multicast.to(all(), new byte[0]).contentType(half)));
    registry.register(Registration.of("\ud83d\ude00").topic("\ud83d\ude00"));
  }

  @Test
  void unregisteringIsIdempotent() {
    registry.register(Registration.of("a"));
    assertThat(registry.unregister("a")).isTrue();
    assertThat(registry.unregister("a")).isFalse();
  }

  @Test
  void aPageFollowsItsCursorInTheOrderOfAField() {
    for (int i = 0; i < 25; i++) {
      registry.register(Registration.of("id" + i).metadata(json("{\"port\":" + i % 7 + "}")));
    }
    List<String> seen = new ArrayList<>();
    Enumeration request = Enumeration.all().sortedBy("port", true).limit(4).withoutMetadata();
    Optional<String> cursor = Optional.empty();
    do {
      Listing page = registry.enumerate(cursor.isPresent() ? request.after(cursor.get()) : request);
      assertThat(page.total()).isEqualTo(25);
      page.identities().forEach(identity -> seen.add(identity.id()));
      cursor = page.next();
    } while (cursor.isPresent());
    assertThat(seen).hasSize(25).doesNotHaveDuplicates().startsWith("id13", "id20", "id6");
  }

  @Test
  void anotherProcessSeesTheSameRegistrations() {
    registry.register(Registration.of("a").metadata(json("{\"x\":1}")));
    MulticastRegistry other = backends.registry();
    assertThat(other.find("a")).isPresent();
    assertThat(other.enumerate(Enumeration.matching(eq("x", 1))).total()).isEqualTo(1);
    other.unregister("a");
    assertThat(registry.find("a")).isEmpty();
  }

  @Test
  void aMulticastReachesThoseThatMatchAndNobodyElse() {
    Inbox udp = new Inbox();
    Inbox tcp = new Inbox();
    registry.register(Registration.of("dns").metadata(json("{\"protocol\":\"udp\"}")));
    registry.register(Registration.of("http").metadata(json("{\"protocol\":\"tcp\"}")));
    try (var one = registry.subscribe("dns", udp);
        var two = backends.registry().subscribe("http", tcp)) {
      MulticastReport report = multicast(eq("protocol", "udp"), "hello");
      assertThat(report.outcomes()).containsExactly(new Outcome("dns", Status.SENT, ""));
      registry.multicast(Multicast.to(eq("protocol", "tcp"), "bye".getBytes(UTF_8)));
      Eventually.within(SOON).check(() -> assertThat(tcp.texts()).containsExactly("bye"));
      Eventually.within(SOON).check(() -> assertThat(udp.texts()).containsExactly("hello"));
      assertThat(udp.deliveries.getFirst().messageId()).isEqualTo(report.id());
    }
  }

  @Test
  void thoseThatShareATopicGetTheMessageOnce() {
    Inbox inbox = new Inbox();
    registry.register(Registration.of("a").topic("room"));
    registry.register(Registration.of("b").topic("room"));
    try (var subscription = registry.subscribe("a", inbox)) {
      assertThat(multicast(all(), "x").totals()).containsEntry(Status.SENT, 2);
      multicast(all(), "y");
      Eventually.within(SOON).check(() -> assertThat(inbox.texts()).contains("y"));
      assertThat(inbox.texts()).containsExactly("x", "y");
    }
  }

  @Test
  void aConfirmedMulticastTellsWhoAcknowledged() {
    Inbox inbox = new Inbox();
    registry.register(Registration.of("listens"));
    registry.register(Registration.of("sleeps"));
    try (var subscription = backends.registry().subscribe("listens", inbox)) {
      MulticastReport report =
          registry.multicast(
              Multicast.to(all(), "x".getBytes(UTF_8)).confirm().timeout(Duration.ofSeconds(2)));
      assertThat(statuses(report))
          .isEqualTo(Map.of("listens", Status.ACKNOWLEDGED, "sleeps", Status.TIMED_OUT));
    }
  }

  @Test
  void aDurableIdentityGetsWhatWasSentWhileItWasAway() {
    registry.register(Registration.of("d").durable());
    assertThat(multicast(all(), "x").outcomes())
        .containsExactly(new Outcome("d", Status.QUEUED, ""));
    Inbox inbox = new Inbox();
    try (var subscription = backends.registry().subscribe("d", inbox)) {
      Eventually.within(SOON).check(() -> assertThat(inbox.texts()).containsExactly("x"));
      multicast(all(), "y");
      Eventually.within(SOON).check(() -> assertThat(inbox.texts()).containsExactly("x", "y"));
    }
    Eventually.within(SOON)
        .check(() -> assertThat(registry.unfinished().unacknowledged()).isZero());
  }

  @Test
  void aDurableConfirmedMulticastIsAcknowledgedByItsReceiver() {
    registry.register(Registration.of("d").durable());
    registry.register(Registration.of("away").durable());
    try (var subscription = backends.registry().subscribe("d", new Inbox())) {
      MulticastReport report =
          registry.multicast(
              Multicast.to(all(), new byte[0]).confirm().timeout(Duration.ofSeconds(2)));
      assertThat(statuses(report))
          .isEqualTo(Map.of("d", Status.ACKNOWLEDGED, "away", Status.QUEUED));
    }
  }

  @Test
  void whatTheReceiverFailsOnBecomesADeadLetterAndCanBeRedriven() {
    registry.register(Registration.of("d").durable());
    multicast(all(), "poison");
    try (var subscription =
        registry.subscribe(
            "d",
            delivery -> {
              throw new IllegalStateException("not today");
            })) {
      Eventually.within(SOON).check(() -> assertThat(registry.deadLetters("d", 10)).hasSize(1));
    }
    var letter = registry.deadLetters("d", 10).getFirst();
    assertThat(letter.message().text()).isEqualTo("poison");
    Inbox inbox = new Inbox();
    try (var subscription = registry.subscribe("d", inbox)) {
      assertThat(registry.redrive("d", List.of(letter.id()))).isEqualTo(1);
      Eventually.within(SOON).check(() -> assertThat(inbox.texts()).containsExactly("poison"));
    }
  }

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
        assertThat(registry.unfinished().unacknowledged()).isZero();
      }
    }
  }

  @Test
  void noIdIsLongerThanAHeaderMayBeHoweverMuchIsHeld() {
    MulticastRegistry wide = backends.registry(Map.of("window", 10_000));
    wide.register(Registration.of("d").durable());
    enqueue("d", 2_500);
    Inbox first = new Inbox();
    Inbox second = new Inbox();
    try (var lost = wide.subscribe("d", AckMode.MANUAL, first)) {
      Eventually.within(SOON)
          .until(() -> first.lastId().map(String::length).orElse(0) > Position.MOST - 100);
      List<Delivered> all = List.copyOf(first.deliveries);
      Set<String> seen = ids(all);
      String last = all.getLast().id();
      assertThat(last).hasSizeLessThanOrEqualTo(Position.MOST);
      try (var back = registry.resume("d", last, AckMode.AUTO, second)) {
        Eventually.within(SOON).check(() -> assertThat(depth("d")).isEqualTo(new Depth(0, 0)));
        assertThat(ids(second.deliveries))
            .hasSize(2_500 - seen.size())
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
        assertThat(any.ack("e", id)).isFalse();
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

  @Test
  void aThousandTargetsAreServedInBatches() {
    for (int i = 0; i < 1_000; i++) {
      registry.register(Registration.of("id" + i));
    }
    assertThat(multicast(all(), "x").totals()).containsEntry(Status.SENT, 1_000);
  }

  private MulticastReport multicast(Filter filter, String text) {
    return registry.multicast(Multicast.to(filter, text.getBytes(UTF_8)));
  }

  private static Set<String> ids(List<Delivered> deliveries) {
    return deliveries.stream().map(Delivered::messageId).collect(Collectors.toSet());
  }

  private void enqueue(String identity, int count) {
    for (int i = 0; i < count; i++) {
      queue.enqueue("deliveries:" + identity, Message.of("m" + i));
    }
  }

  private Depth depth(String identity) {
    return queue.depth("deliveries:" + identity);
  }

  private static Map<String, Status> statuses(MulticastReport report) {
    return report.outcomes().stream().collect(Collectors.toMap(Outcome::identity, Outcome::status));
  }

  private static void refused(Code code, Runnable action) {
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(action::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  private static JsonObject json(String text) {
    return JsonObject.parse(text);
  }
}
