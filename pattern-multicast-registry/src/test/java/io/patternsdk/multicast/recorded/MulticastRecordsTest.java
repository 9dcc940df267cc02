package io.patternsdk.multicast.recorded;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.multicast.recorded.DeliveryStatus.State;
import io.patternsdk.multicast.recorded.MulticastRecords.Stored;
import io.patternsdk.testkit.fault.Fault;
import io.patternsdk.testkit.fault.FaultPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is recorded is kept, grows, and begins once. */
class MulticastRecordsTest {
  private static final DeliveryStatus SENT = DeliveryStatus.reached(State.SENT);
  private static final DeliveryStatus FAILED =
      DeliveryStatus.failed(ErrorKind.TOO_LARGE, "x".repeat(900));
  private static final Duration LONG = Duration.ofHours(1);

  private final Backend backend = DriverRegistry.load().open("embedded");
  private final FaultPlan faults = FaultPlan.seeded(1, Clock.system());
  private final Capabilities at = backend.capabilities("registry", List.of(faults));
  private final MulticastRecords records =
      new MulticastRecords(
          at.require(KEYVALUE_BASIC), at.require(KEYVALUE_CAS), at.require(KEYVALUE_CAS_TTL), LONG);
  private final Page page =
      Page.pending(
          List.of(
              new Recipient("t\"opic", List.of("a", "é"), false),
              new Recipient("d", List.of("d"), true)));

  @AfterEach
  void close() {
    backend.close();
  }

  private static Head head(String token) {
    return new Head(token, 1, "mark", "text/plain", new byte[] {1, -1}, "", false);
  }

  private Page stored() {
    return records.get("token", 0).page();
  }

  @Test
  void aPageIsReadAsItWasStored() {
    Version first = records.first("token", 0, page);
    assertThat(stored()).isEqualTo(page);
    Page more = page.with(List.of(SENT.acknowledgedBy(List.of("é")), FAILED));
    records.put("token", 0, Optional.of(first), more);
    assertThat(stored()).isEqualTo(more);
    assertThat(stored().settled()).isTrue();
    assertThat(stored().fates().getLast().error()).hasSize(200);
  }

  @Test
  void whatOthersHaveRecordedStays() {
    Version first = records.first("token", 0, page);
    records.put("token", 0, Optional.of(first), page.with(List.of(DeliveryStatus.PENDING, SENT)));
    records.put("token", 0, Optional.of(first), page.with(List.of(SENT, DeliveryStatus.PENDING)));
    assertThat(stored().fates()).containsExactly(SENT, SENT);
    records.put("token", 0, Optional.empty(), page.with(List.of(FAILED, FAILED)));
    assertThat(stored().fates()).containsExactly(SENT, SENT);
    List<DeliveryStatus> acked = List.of(SENT.acknowledgedBy(List.of("a")), SENT);
    records.put("token", 0, Optional.empty(), page.with(acked));
    records.put(
        "token", 0, Optional.empty(), page.with(List.of(SENT.acknowledgedBy(List.of("é")), SENT)));
    assertThat(stored().fates().getFirst().acknowledged()).containsExactly("a", "é");
  }

  @Test
  void whoStoodStillTakesNothingBackHoweverOftenItRecords() {
    Stored begun = new Stored(page, records.first("token", 0, page));
    OpenMulticast open = new OpenMulticast("id", "token", "here", 0);
    try (Recording slow =
        new Recording(records, open, head("token"), List.of(begun), settled -> {})) {
      records.put("token", 0, Optional.of(begun.version()), page.with(List.of(SENT, SENT)));
      DeliveryStatus acked = SENT.acknowledgedBy(List.of("a"));
      assertThat(slow.put(0, List.of(SENT, DeliveryStatus.PENDING))).isTrue();
      assertThat(slow.put(0, List.of(acked, DeliveryStatus.PENDING))).isTrue();
      assertThat(stored().fates()).containsExactly(acked, SENT);
    }
  }

  @Test
  void anAnswerThatIsLostIsLookedFor() {
    faults.next(1, "set_if_absent_with_ttl", Fault.lost(ErrorKind.TIMED_OUT));
    Version first = records.first("token", 0, page);
    faults.next(1, "compare_and_set_with_ttl", Fault.lost(ErrorKind.TIMED_OUT));
    records.put("token", 0, Optional.of(first), page.with(List.of(SENT, SENT)));
    assertThat(stored().settled()).isTrue();
    faults.next(1, "set_if_absent_with_ttl", Fault.lost(ErrorKind.TIMED_OUT));
    assertThat(records.begin("id", head("token"))).isTrue();
    assertThat(records.head("id").orElseThrow().payload()).containsExactly(1, -1);
  }

  @Test
  void whatMayHaveBegunIsSaidNotToBeKnown() {
    faults.next(1, "set_if_absent_with_ttl", Fault.lost(ErrorKind.TIMED_OUT));
    faults.next(1, "exists", Fault.refused(ErrorKind.UNAVAILABLE));
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> records.begin("id", head("token")))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMED_OUT));
    assertThat(records.head("id")).isPresent();
  }

  @Test
  void ofTwoWithOneIdOneBegins() {
    assertThat(records.begin("id", head("one"))).isTrue();
    assertThat(records.begin("id", head("two"))).isFalse();
    assertThat(records.head("id").orElseThrow().token()).isEqualTo("one");
  }

  @Test
  void whatWasGivenUpBeginsNeverAndAnotherMay() {
    OpenMulticast stoodStill = new OpenMulticast("id", "one", "owner", 0);
    assertThat(records.giveUp(stoodStill, LONG)).isTrue();
    assertThat(records.head("id")).isEmpty();
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> records.begin("id", head("one")))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.ABORTED))
        .withMessageContaining("nothing was sent, do it again");
    assertThat(records.begin("id", head("two"))).isTrue();
    assertThat(records.giveUp(stoodStill, LONG)).as("now that another has begun").isFalse();
  }

  @Test
  void whatIsGoneOrNewerIsSaidToBe() {
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> records.pages(head("absent")))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
    backend.require(KEYVALUE_BASIC).set("multicast:id", "{\"v\":3}".getBytes(US_ASCII));
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> records.head("id"))
        .withMessageContaining("version 3; this one reads 2");
  }

  @Test
  void onlyOneWhosePayloadIsKeptElsewhereIsNothingForAnOlderVersion() {
    Head apart = new Head("token", 1, "mark", "text/plain", new byte[0], "a claim", false);
    records.begin("here", head("token"));
    records.begin("apart", apart);
    assertThat(records.head("apart").orElseThrow().claim()).isEqualTo("a claim");
    assertThat(records.head("here").orElseThrow().claim()).isEmpty();
    KeyValue stored = backend.require(KEYVALUE_BASIC);
    assertThat(stored.get("multicast:here").orElseThrow()).asString().contains("\"v\":1,");
    assertThat(stored.get("multicast:apart").orElseThrow()).asString().contains("\"v\":2,");
  }
}
