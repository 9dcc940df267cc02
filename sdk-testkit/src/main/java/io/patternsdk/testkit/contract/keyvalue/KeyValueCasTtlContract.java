package io.patternsdk.testkit.contract.keyvalue;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.Durations;
import io.patternsdk.testkit.contract.internal.NeverEarly;
import io.patternsdk.testkit.contract.internal.OddNames;
import io.patternsdk.testkit.contract.internal.Values;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What {@link KeyValueCasTtl} promises, on a driver that has the capabilities it extends. */
final class KeyValueCasTtlContract {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Subject subject;
  private final KeyValue values;
  private final KeyValueTtl expiring;
  private final KeyValueCas cas;
  private final KeyValueCasTtl casTtl;
  private final Duration step;
  private final Duration shortest;

  KeyValueCasTtlContract(Subject subject) {
    this.subject = subject;
    this.values = subject.require(KEYVALUE_BASIC);
    this.expiring = subject.require(KEYVALUE_TTL);
    this.cas = subject.require(KEYVALUE_CAS);
    this.casTtl = subject.require(KEYVALUE_CAS_TTL);
    this.step = subject.traits(KEYVALUE_CAS_TTL).get(KeyValueTtl.MIN_TTL);
    this.shortest = Durations.longer(step, Duration.ofMillis(50));
  }

  @Case
  void whatIsSetIfAbsentExpiresAndNeverEarly() {
    NeverEarly.check(
        shortest,
        subject.variant().patience(),
        i -> {
          assertThat(casTtl.setIfAbsent("lock", Values.of("mine"), shortest)).isPresent();
          return () -> values.exists("lock");
        });
    assertThat(casTtl.setIfAbsent("lock", Values.of("yours"), HOUR)).isPresent();
  }

  @Case
  void losingLeavesValueAndTtlAsTheyWere() {
    expiring.set("key", Values.of("first"), HOUR);
    Version version = version("key");
    assertThat(casTtl.setIfAbsent("key", Values.of("second"), HOUR.multipliedBy(9))).isEmpty();
    values.set("other", Values.of("lasting"));
    assertThat(casTtl.compareAndSet("other", version, Values.of("x"), HOUR)).isEmpty();
    assertThat(values.get("key")).hasValue(Values.of("first"));
    assertThat(expiring.ttl("key").orElseThrow()).isLessThan(HOUR.multipliedBy(2));
    assertThat(values.get("other")).hasValue(Values.of("lasting"));
    assertThat(expiring.ttl("other")).isEmpty();
  }

  @Case
  void theVersionInForceReplacesValueAndTtl() {
    Version first = casTtl.setIfAbsent("key", Values.of("first"), HOUR).orElseThrow();
    assertThat(version("key")).isEqualTo(first);
    assertAbout(HOUR);
    Version second =
        casTtl.compareAndSet("key", first, Values.of("second"), HOUR.multipliedBy(5)).orElseThrow();
    assertThat(version("key")).isEqualTo(second).isNotEqualTo(first);
    assertThat(values.get("key")).hasValue(Values.of("second"));
    assertAbout(HOUR.multipliedBy(5));
    assertThat(casTtl.compareAndSet("key", first, Values.of("third"), HOUR)).isEmpty();
  }

  @Case
  void whatExpiredIsNotReplaced() {
    Version version = casTtl.setIfAbsent("key", Values.of("value"), shortest).orElseThrow();
    subject.eventually().until("that it expired", () -> !values.exists("key"));
    assertThat(casTtl.compareAndSet("key", version, Values.of("late"), HOUR)).isEmpty();
    assertThat(cas.compareAndSet("key", version, Values.of("late"))).isEmpty();
    assertThat(cas.compareAndDelete("key", version)).isFalse();
    assertThat(values.exists("key")).isFalse();
  }

  @Case
  void aReplacedValueExpiresAndNeverEarly() {
    AtomicReference<Version> old = new AtomicReference<>();
    NeverEarly.check(
        shortest,
        subject.variant().patience(),
        i -> {
          values.set("key", Values.of("lasting"));
          old.set(version("key"));
        },
        i -> {
          assertThat(casTtl.compareAndSet("key", old.get(), Values.of("brief"), shortest))
              .isPresent();
          return () -> values.exists("key");
        });
  }

  @Case
  void ofManyOneWins() {
    for (int round = 0; round < 10; round++) {
      String key = "key " + round;
      Version start = casTtl.setIfAbsent(key, Values.of("start"), HOUR).orElseThrow();
      assertThat(Crowd.call(16, i -> casTtl.compareAndSet(key, start, Values.of("by " + i), HOUR)))
          .filteredOn(Optional::isPresent)
          .hasSize(1);
      assertThat(Crowd.call(16, i -> casTtl.setIfAbsent(key + " new", Values.of("by " + i), HOUR)))
          .filteredOn(Optional::isPresent)
          .hasSize(1);
    }
  }

  @Case
  void aTtlThatCannotBeIsRefusedAndNothingWritten() {
    Version version = cas.setIfAbsent("kept", Values.of("value")).orElseThrow();
    for (Duration ttl : List.of(Duration.ZERO, HOUR.negated(), step.minusNanos(1))) {
      Expect.refusal(
          ErrorKind.INVALID_ARGUMENT, () -> casTtl.setIfAbsent("key", Values.of("value"), ttl));
      Expect.refusal(
          ErrorKind.INVALID_ARGUMENT,
          () -> casTtl.compareAndSet("kept", version, Values.of("changed"), ttl));
    }
    assertThat(values.exists("key")).isFalse();
    assertThat(version("kept")).isEqualTo(version);
  }

  @Case
  void oddKeysEmptyAndBinaryValuesAreKept() {
    for (String key : OddNames.ALL) {
      assertThat(casTtl.setIfAbsent(key, OddNames.bytes(key), HOUR)).as(key).isPresent();
    }
    for (String key : OddNames.ALL) {
      assertThat(values.get(key)).as("value of <%s>", key).hasValue(OddNames.bytes(key));
    }
    Version empty = casTtl.setIfAbsent("empty", new byte[0], HOUR).orElseThrow();
    assertThat(casTtl.compareAndSet("empty", empty, Values.EVERY_BYTE, HOUR)).isPresent();
    assertThat(values.get("empty")).hasValue(Values.EVERY_BYTE);
  }

  @Case
  void nothingIsWrittenPastTheDeadline() {
    Expect.refusalPastTheDeadline(() -> casTtl.setIfAbsent("key", Values.of("value"), HOUR));
    assertThat(values.exists("key")).isFalse();
  }

  private Version version(String key) {
    return cas.getVersioned(key).orElseThrow().version();
  }

  private void assertAbout(Duration ttl) {
    assertThat(expiring.ttl("key").orElseThrow())
        .isLessThanOrEqualTo(ttl.plus(step).plus(NeverEarly.CLOCK_STEP))
        .isGreaterThan(ttl.minusMinutes(5));
  }
}
