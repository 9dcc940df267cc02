package io.patternsdk.testkit.contract.keyvalue;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Durations;
import io.patternsdk.testkit.contract.internal.NeverEarly;
import io.patternsdk.testkit.contract.internal.OddNames;
import io.patternsdk.testkit.contract.internal.Values;
import java.time.Duration;
import java.util.List;

/** What {@link KeyValueTtl} promises. */
final class KeyValueTtlContract {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Subject subject;
  private final KeyValue values;
  private final KeyValueTtl expiring;
  private final Duration step;
  private final Duration shortest;

  KeyValueTtlContract(Subject subject) {
    this.subject = subject;
    this.values = subject.require(KEYVALUE_BASIC);
    this.expiring = subject.require(KEYVALUE_TTL);
    this.step = subject.traits(KEYVALUE_TTL).get(KeyValueTtl.MIN_TTL);
    this.shortest = Durations.longer(step, Duration.ofMillis(50));
  }

  @Case
  void aValueExpiresAndNeverEarly() {
    Duration uneven =
        Durations.longer(shortest, Duration.ofMillis(150)).multipliedBy(3).dividedBy(2);
    NeverEarly.check(
        uneven,
        subject.variant().patience(),
        i -> {
          expiring.set("key " + i, Values.of("value"), uneven);
          return () -> values.exists("key " + i);
        });
  }

  @Case
  void whatExpiredIsAbsentForEveryCall() {
    expiring.set("key", Values.of("value"), shortest);
    subject.eventually().until("that it expired", () -> !values.exists("key"));
    assertThat(values.get("key")).isEmpty();
    assertThat(subject.sibling().require(KEYVALUE_BASIC).get("key")).isEmpty();
    assertThat(expiring.ttl("key")).isEmpty();
    assertThat(expiring.persist("key")).isFalse();
    assertThat(expiring.expire("key", HOUR)).isFalse();
    assertThat(values.delete("key")).isFalse();
    subject
        .find(KEYVALUE_BATCH)
        .ifPresent(batch -> assertThat(batch.getAll(List.of("key"))).isEmpty());
    subject
        .find(KEYVALUE_CAS)
        .ifPresent(
            cas -> {
              assertThat(cas.getVersioned("key")).isEmpty();
              assertThat(cas.setIfAbsent("key", Values.of("new"))).isPresent();
            });
  }

  @Case
  void whatExpiredIsAbsentInScans() {
    values.set("stays", Values.of("value"));
    expiring.set("goes", Values.of("value"), shortest);
    subject.eventually().until("that it expired", () -> !values.exists("goes"));
    subject
        .find(KEYVALUE_SCAN)
        .ifPresent(
            scan -> {
              assertThat(scan.keys("").toList()).containsExactly("stays");
              assertThat(scan.entries("").toList())
                  .containsExactly(new Entry("stays", Values.of("value")));
              assertThat(scan.count("")).isEqualTo(1);
            });
  }

  @Case
  void theTtlLeftIsTold() {
    expiring.set("key", Values.of("value"), HOUR);
    assertThat(values.get("key")).hasValue(Values.of("value"));
    assertAbout(HOUR);
  }

  @Case
  void theAbsentAndTheLastingHaveNoTtl() {
    assertThat(expiring.ttl("absent")).isEmpty();
    values.set("key", Values.of("value"));
    assertThat(expiring.ttl("key")).isEmpty();
  }

  @Case
  void settingWithTtlReplacesValueAndTtl() {
    expiring.set("key", Values.of("first"), shortest);
    expiring.set("key", Values.of("second"), HOUR);
    assertThat(values.get("key")).hasValue(Values.of("second"));
    assertAbout(HOUR);
    expiring.set("key", Values.of("third"), HOUR.multipliedBy(2));
    assertAbout(HOUR.multipliedBy(2));
  }

  @Case
  void plainSettingClearsTheTtl() {
    expiring.set("key", Values.of("first"), shortest);
    values.set("key", Values.of("second"));
    assertThat(expiring.ttl("key")).isEmpty();
    expiring.set("fence", Values.of("value"), shortest.plus(step));
    subject.eventually().until("that the fence expired", () -> !values.exists("fence"));
    assertThat(values.get("key")).hasValue(Values.of("second"));
  }

  @Case
  void deletingClearsTheTtl() {
    expiring.set("key", Values.of("first"), HOUR);
    assertThat(values.delete("key")).isTrue();
    assertThat(expiring.ttl("key")).isEmpty();
    values.set("key", Values.of("second"));
    assertThat(expiring.ttl("key")).isEmpty();
  }

  @Case
  void expireGivesANewTtl() {
    values.set("key", Values.of("value"));
    assertThat(expiring.expire("key", HOUR)).isTrue();
    assertAbout(HOUR);
    assertThat(expiring.expire("key", HOUR.multipliedBy(3))).isTrue();
    assertAbout(HOUR.multipliedBy(3));
    assertThat(values.get("key")).hasValue(Values.of("value"));
    NeverEarly.check(
        shortest,
        subject.variant().patience(),
        i -> values.set("key", Values.of("value")),
        i -> {
          assertThat(expiring.expire("key", shortest)).isTrue();
          return () -> values.exists("key");
        });
  }

  @Case
  void expiringTheAbsentIsFalseAndMakesNothing() {
    assertThat(expiring.expire("absent", HOUR)).isFalse();
    assertThat(values.exists("absent")).isFalse();
  }

  @Case
  void persistTakesTheTtlAway() {
    expiring.set("key", Values.of("value"), HOUR);
    assertThat(expiring.persist("key")).isTrue();
    assertThat(expiring.ttl("key")).isEmpty();
    assertThat(values.get("key")).hasValue(Values.of("value"));
    assertThat(expiring.persist("key")).isFalse();
    assertThat(expiring.persist("absent")).isFalse();
  }

  @Case
  void aTtlMayBeVeryLong() {
    Duration century = Duration.ofDays(36_500);
    expiring.set("key", Values.of("value"), century);
    assertThat(values.exists("key")).isTrue();
    assertAbout(century);
  }

  @Case
  void aTtlThatCannotBeIsRefusedAndNothingWritten() {
    values.set("kept", Values.of("value"));
    for (Duration ttl : List.of(Duration.ZERO, HOUR.negated(), step.minusNanos(1))) {
      Expect.refusal(
          ErrorKind.INVALID_ARGUMENT, () -> expiring.set("key", Values.of("value"), ttl));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> expiring.expire("kept", ttl));
    }
    assertThat(values.exists("key")).isFalse();
    assertThat(values.exists("kept")).isTrue();
    assertThat(expiring.ttl("kept")).isEmpty();
  }

  @Case
  void oddKeysEmptyAndBinaryValuesAreKept() {
    OddNames.ALL.forEach(key -> expiring.set(key, OddNames.bytes(key), HOUR));
    for (String key : OddNames.ALL) {
      assertThat(values.get(key)).as("value of <%s>", key).hasValue(OddNames.bytes(key));
      assertThat(expiring.persist(key)).as("persists <%s>", key).isTrue();
    }
    expiring.set("empty", new byte[0], HOUR);
    assertThat(values.get("empty")).hasValue(new byte[0]);
    expiring.set("binary", Values.EVERY_BYTE, HOUR);
    assertThat(values.get("binary")).hasValue(Values.EVERY_BYTE);
  }

  @Case
  void nothingIsWrittenPastTheDeadline() {
    Expect.refusalPastTheDeadline(() -> expiring.set("key", Values.of("value"), HOUR));
    assertThat(values.exists("key")).isFalse();
  }

  /** Checks the TTL of "key": rounded up by a step at most, and less by what a slow test took. */
  private void assertAbout(Duration ttl) {
    assertThat(expiring.ttl("key").orElseThrow())
        .isLessThanOrEqualTo(ttl.plus(step).plus(NeverEarly.CLOCK_STEP))
        .isGreaterThan(ttl.minusMinutes(5));
  }
}
