package io.patternsdk.testkit.contract.keyvalue;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.OddNames;
import io.patternsdk.testkit.contract.internal.Values;

/** What {@link KeyValue} promises. */
final class KeyValueContract {
  private final Subject subject;
  private final KeyValue values;

  KeyValueContract(Subject subject) {
    this.subject = subject;
    this.values = subject.require(KEYVALUE_BASIC);
  }

  @Case
  void theAbsentIsEmpty() {
    assertThat(values.get("absent")).isEmpty();
    assertThat(values.exists("absent")).isFalse();
  }

  @Case
  void whatIsSetIsRead() {
    values.set("key", Values.of("value"));
    assertThat(values.get("key")).hasValue(Values.of("value"));
    assertThat(values.exists("key")).isTrue();
  }

  @Case
  void settingReplaces() {
    values.set("key", Values.of("a long first value"));
    values.set("key", Values.of("second"));
    assertThat(values.get("key")).hasValue(Values.of("second"));
  }

  @Case
  void aWriteThatReturnedIsSeenThroughAnotherDriver() {
    KeyValue other = subject.sibling().require(KEYVALUE_BASIC);
    for (int i = 0; i < 50; i++) {
      values.set("key", Values.of("value " + i));
      assertThat(other.get("key")).hasValue(Values.of("value " + i));
    }
    assertThat(other.delete("key")).isTrue();
    assertThat(values.exists("key")).isFalse();
  }

  @Case
  void deletingTellsWhetherThereWasAValue() {
    values.set("key", Values.of("value"));
    assertThat(values.delete("key")).isTrue();
    assertThat(values.get("key")).isEmpty();
    assertThat(values.exists("key")).isFalse();
  }

  @Case
  void deletingTheAbsentSucceeds() {
    assertThat(values.delete("never there")).isFalse();
    values.set("key", Values.of("value"));
    values.delete("key");
    assertThat(values.delete("key")).isFalse();
  }

  @Case
  void whatWasDeletedCanBeSetAgain() {
    values.set("key", Values.of("first"));
    values.delete("key");
    values.set("key", Values.of("second"));
    assertThat(values.get("key")).hasValue(Values.of("second"));
    assertThat(values.delete("key")).isTrue();
  }

  @Case
  void anEmptyValueIsNotAbsent() {
    values.set("key", new byte[0]);
    assertThat(values.get("key")).hasValue(new byte[0]);
    assertThat(values.exists("key")).isTrue();
    assertThat(values.delete("key")).isTrue();
  }

  @Case
  void everyByteIsKept() {
    values.set("key", Values.EVERY_BYTE);
    assertThat(values.get("key")).hasValue(Values.EVERY_BYTE);
  }

  @Case
  void oddKeysAreKeptApart() {
    OddNames.ALL.forEach(key -> values.set(key, OddNames.bytes(key)));
    for (String key : OddNames.ALL) {
      assertThat(values.get(key)).as("value of <%s>", key).hasValue(OddNames.bytes(key));
      assertThat(values.delete(key)).as("deletes <%s>", key).isTrue();
      assertThat(values.exists(key)).as("still there: <%s>", key).isFalse();
    }
  }

  @Case
  void keysThatCannotBeAreRefused() {
    for (String key : OddNames.REFUSED) {
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> values.set(key, Values.of("value")));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> values.get(key));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> values.delete(key));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> values.exists(key));
    }
  }

  @Case
  void theBiggestValueFits() {
    byte[] biggest = Values.biggest(subject.traits(KEYVALUE_BASIC));
    values.set("big", biggest);
    assertThat(Values.same(values.get("big").orElseThrow(), biggest)).isTrue();
    assertThat(values.delete("big")).isTrue();
  }

  @Case
  void aValueTooLargeIsRefusedAndNothingWritten() {
    values.set("key", Values.of("before"));
    byte[] tooLarge = Values.tooLarge(subject.traits(KEYVALUE_BASIC));
    if (tooLarge.length > 0) {
      Expect.refusal(ErrorKind.TOO_LARGE, () -> values.set("key", tooLarge));
      Expect.refusal(ErrorKind.TOO_LARGE, () -> values.set("new", tooLarge));
    }
    assertThat(values.get("key")).hasValue(Values.of("before"));
    assertThat(values.exists("new")).isFalse();
  }

  @Case
  void namespacesAreKeptApart() {
    Backend neighbour = subject.neighbour();
    KeyValue theirs = neighbour.require(KEYVALUE_BASIC);
    values.set("key", Values.of("ours"));
    assertThat(theirs.get("key")).isEmpty();
    theirs.set("key", Values.of("theirs"));
    assertThat(values.get("key")).hasValue(Values.of("ours"));
    assertThat(theirs.delete("key")).isTrue();
    assertThat(values.exists("key")).isTrue();
  }

  @Case
  void nothingIsWrittenPastTheDeadline() {
    values.set("kept", Values.of("value"));
    Expect.refusalPastTheDeadline(() -> values.set("key", Values.of("value")));
    Expect.refusalPastTheDeadline(() -> values.delete("kept"));
    Expect.refusalPastTheDeadline(() -> values.get("kept"));
    assertThat(values.exists("key")).isFalse();
    assertThat(values.exists("kept")).isTrue();
  }

  @Case
  void anInterruptIsKeptAndHarmsNothing() {
    values.set("key", Values.of("value"));
    Expect.interruptIsKept(() -> values.get("key"));
    Expect.interruptIsKept(() -> values.set("other", Values.of("value")));
    assertThat(values.get("key")).hasValue(Values.of("value"));
    values.set("key", Values.of("again"));
    assertThat(values.get("key")).hasValue(Values.of("again"));
  }

  @Case
  void manyThreadsMayUseIt() {
    Crowd.run(
        64,
        i -> {
          for (int round = 0; round < 20; round++) {
            byte[] value = Values.of(i + " in round " + round);
            values.set("own " + i, value);
            values.set("shared", value);
            assertThat(values.get("own " + i)).hasValue(value);
            assertThat(values.get("shared")).isPresent();
            assertThat(values.delete("own " + i)).isTrue();
          }
        });
  }
}
