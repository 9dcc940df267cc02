package io.patternsdk.testkit.contract.keyvalue;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.OddNames;
import io.patternsdk.testkit.contract.internal.Values;
import java.time.Duration;
import java.util.Optional;

/** What {@link KeyValueCas} promises. */
final class KeyValueCasContract {
  private final Subject subject;
  private final KeyValue values;
  private final KeyValueCas cas;

  KeyValueCasContract(Subject subject) {
    this.subject = subject;
    this.values = subject.require(KEYVALUE_BASIC);
    this.cas = subject.require(KEYVALUE_CAS);
  }

  @Case
  void onlyTheFirstSetsTheAbsent() {
    Version version = cas.setIfAbsent("key", Values.of("first")).orElseThrow();
    assertThat(cas.setIfAbsent("key", Values.of("second"))).isEmpty();
    assertThat(values.get("key")).hasValue(Values.of("first"));
    assertThat(version("key")).isEqualTo(version);
  }

  @Case
  void theAbsentHasNoVersion() {
    assertThat(cas.getVersioned("absent")).isEmpty();
  }

  @Case
  void aValueIsReadWithItsVersion() {
    values.set("key", Values.of("value"));
    Versioned read = cas.getVersioned("key").orElseThrow();
    assertThat(read.value()).isEqualTo(Values.of("value"));
    assertThat(version("key")).isEqualTo(read.version());
  }

  @Case
  void theVersionInForceReplaces() {
    Version first = cas.setIfAbsent("key", Values.of("first")).orElseThrow();
    Version second = cas.compareAndSet("key", first, Values.of("second")).orElseThrow();
    assertThat(second).isNotEqualTo(first);
    assertThat(version("key")).isEqualTo(second);
    assertThat(values.get("key")).hasValue(Values.of("second"));
    assertThat(cas.compareAndSet("key", second, Values.of("third"))).isPresent();
  }

  @Case
  void aVersionOfThePastReplacesNothing() {
    Version first = cas.setIfAbsent("key", Values.of("first")).orElseThrow();
    values.set("key", Values.of("second"));
    assertThat(cas.compareAndSet("key", first, Values.of("third"))).isEmpty();
    assertThat(cas.compareAndDelete("key", first)).isFalse();
    assertThat(values.get("key")).hasValue(Values.of("second"));
  }

  @Case
  void whatIsGoneIsNotReplaced() {
    Version first = cas.setIfAbsent("key", Values.of("first")).orElseThrow();
    values.delete("key");
    assertThat(cas.compareAndSet("key", first, Values.of("second"))).isEmpty();
    assertThat(cas.compareAndDelete("key", first)).isFalse();
    assertThat(values.exists("key")).isFalse();
    assertThat(cas.setIfAbsent("key", Values.of("other"))).isPresent();
    assertThat(cas.compareAndSet("key", first, Values.of("third"))).isEmpty();
  }

  @Case
  void theVersionInForceDeletes() {
    Version version = cas.setIfAbsent("key", Values.of("value")).orElseThrow();
    assertThat(cas.compareAndDelete("key", version)).isTrue();
    assertThat(values.exists("key")).isFalse();
    assertThat(cas.compareAndDelete("key", version)).isFalse();
    assertThat(cas.setIfAbsent("key", Values.of("again"))).isPresent();
  }

  @Case
  void whatChangesAVersionIsAsStated() {
    values.set("key", Values.of("one"));
    Version old = version("key");
    values.set("key", Values.of("two"));
    values.set("key", Values.of("one"));
    Optional<Version> won = cas.compareAndSet("key", old, Values.of("three"));
    switch (subject.traits(KEYVALUE_CAS).get(KeyValueCas.VERSION_BASIS)) {
      case VALUE -> assertThat(won).as("back at the value").isPresent();
      case WRITE -> assertThat(won).as("written since").isEmpty();
      default -> throw new AssertionError("a basis that this contract does not know");
    }
  }

  @Case
  void aVersionMayBeStoredAsTextAndUsedElsewhere() {
    values.set("key", Values.of("first"));
    String stored = version("key").text();
    KeyValueCas other = subject.sibling().require(KEYVALUE_CAS);
    assertThat(other.compareAndSet("key", new Version(stored), Values.of("second"))).isPresent();
    assertThat(values.get("key")).hasValue(Values.of("second"));
    assertThat(cas.compareAndDelete("key", new Version(stored))).isFalse();
  }

  @Case
  void replacingClearsTheTtl() {
    subject
        .find(KEYVALUE_TTL)
        .ifPresent(
            expiring -> {
              expiring.set("key", Values.of("first"), Duration.ofHours(1));
              assertThat(cas.compareAndSet("key", version("key"), Values.of("second"))).isPresent();
              assertThat(expiring.ttl("key")).isEmpty();
              assertThat(cas.setIfAbsent("other", Values.of("value"))).isPresent();
              assertThat(expiring.ttl("other")).isEmpty();
            });
    assertThat(cas.getVersioned("never")).isEmpty();
  }

  @Case
  void oddKeysEmptyAndBinaryValuesAreKept() {
    for (String key : OddNames.ALL) {
      Version version = cas.setIfAbsent(key, new byte[0]).orElseThrow();
      assertThat(cas.compareAndSet(key, version, OddNames.bytes(key))).as(key).isPresent();
    }
    for (String key : OddNames.ALL) {
      assertThat(values.get(key)).as("value of <%s>", key).hasValue(OddNames.bytes(key));
    }
    Version version = cas.setIfAbsent("binary", Values.EVERY_BYTE).orElseThrow();
    assertThat(values.get("binary")).hasValue(Values.EVERY_BYTE);
    assertThat(cas.compareAndDelete("binary", version)).isTrue();
  }

  @Case
  void aValueTooLargeIsRefusedAndNothingWritten() {
    Version version = cas.setIfAbsent("key", Values.of("value")).orElseThrow();
    byte[] tooLarge = Values.tooLarge(subject.traits(KEYVALUE_CAS));
    if (tooLarge.length > 0) {
      Expect.refusal(ErrorKind.TOO_LARGE, () -> cas.setIfAbsent("new", tooLarge));
      Expect.refusal(ErrorKind.TOO_LARGE, () -> cas.compareAndSet("key", version, tooLarge));
    }
    assertThat(values.exists("new")).isFalse();
    assertThat(version("key")).isEqualTo(version);
  }

  @Case
  void nothingIsWrittenPastTheDeadline() {
    Expect.refusalPastTheDeadline(() -> cas.setIfAbsent("key", Values.of("value")));
    assertThat(values.exists("key")).isFalse();
  }

  private Version version(String key) {
    return cas.getVersioned(key).orElseThrow().version();
  }
}
