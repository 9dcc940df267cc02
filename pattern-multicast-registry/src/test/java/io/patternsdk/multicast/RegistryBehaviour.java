package io.patternsdk.multicast;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.core.filter.Filters.eq;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/** What the registry does on any set of backends. */
@SuppressWarnings("try") // a subscription lasts as long as its block, which need not name it
abstract class RegistryBehaviour extends RegistryOnBackends {

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
      multicast(eq("protocol", "tcp"), "bye");
      multicast(eq("protocol", "udp"), "end"); // what came wrongly would have come before it
      Eventually.within(SOON).check(() -> assertThat(tcp.texts()).containsExactly("bye"));
      Eventually.within(SOON).check(() -> assertThat(udp.texts()).containsExactly("hello", "end"));
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
        .check(() -> assertThat(registry.unfinished().count("unacknowledged")).isZero());
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
  void aRecordedMulticastIsReportedByAnyProcessAndRepeatedByNone() {
    Map<String, ?> recording = Map.of("multicast_retention", "1h");
    MulticastRegistry one = backends.registry(recording);
    MulticastRegistry other = backends.registry(recording);
    one.register(Registration.of("plain"));
    one.register(Registration.of("d").durable());
    Map<String, Status> reached = Map.of("plain", Status.SENT, "d", Status.QUEUED);
    Multicast request = Multicast.to(all(), "x").recorded("id");
    assertThat(statuses(one.multicast(request))).isEqualTo(reached);
    assertThat(statuses(other.report("id").orElseThrow())).isEqualTo(reached);
    assertThat(statuses(other.multicast(request))).isEqualTo(reached);
    assertThat(depth("d").waiting()).isEqualTo(1);
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
  void aThousandTargetsAreServedInBatches() {
    for (int i = 0; i < 1_000; i++) {
      registry.register(Registration.of("id" + i));
    }
    assertThat(multicast(all(), "x").totals()).containsEntry(Status.SENT, 1_000);
  }

  private static JsonObject json(String text) {
    return JsonObject.parse(text);
  }
}
