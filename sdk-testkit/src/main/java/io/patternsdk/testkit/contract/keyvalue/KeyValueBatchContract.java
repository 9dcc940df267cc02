package io.patternsdk.testkit.contract.keyvalue;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueBatch;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.OddNames;
import io.patternsdk.testkit.contract.internal.Values;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What {@link KeyValueBatch} promises. */
final class KeyValueBatchContract {
  private final Subject subject;
  private final KeyValue values;
  private final KeyValueBatch batch;

  KeyValueBatchContract(Subject subject) {
    this.subject = subject;
    this.values = subject.require(KEYVALUE_BASIC);
    this.batch = subject.require(KEYVALUE_BATCH);
  }

  @Case
  void whatIsSetTogetherIsReadTogether() {
    batch.setAll(Map.of("a", Values.of("1"), "b", new byte[0], "c", Values.EVERY_BYTE));
    assertThat(values.get("a")).hasValue(Values.of("1"));
    Map<String, byte[]> read = batch.getAll(List.of("a", "b", "c"));
    assertThat(read).containsOnlyKeys("a", "b", "c");
    assertThat(read.get("a")).isEqualTo(Values.of("1"));
    assertThat(read.get("b")).isEmpty();
    assertThat(read.get("c")).isEqualTo(Values.EVERY_BYTE);
  }

  @Case
  void theAbsentIsLeftOut() {
    values.set("there", Values.of("value"));
    assertThat(batch.getAll(List.of("absent", "there", "gone"))).containsOnlyKeys("there");
    assertThat(batch.getAll(List.of("absent"))).isEmpty();
  }

  @Case
  void settingReplacesAndClearsTheTtl() {
    subject
        .find(KEYVALUE_TTL)
        .ifPresent(
            expiring -> {
              expiring.set("key", Values.of("first"), Duration.ofHours(1));
              batch.setAll(Map.of("key", Values.of("second")));
              assertThat(expiring.ttl("key")).isEmpty();
            });
    batch.setAll(Map.of("key", Values.of("third")));
    assertThat(values.get("key")).hasValue(Values.of("third"));
  }

  @Case
  void deletingCountsWhatExisted() {
    batch.setAll(Map.of("a", Values.of("1"), "b", Values.of("2"), "c", Values.of("3")));
    assertThat(batch.deleteAll(List.of("a", "absent", "b"))).isEqualTo(2);
    assertThat(batch.deleteAll(List.of("a", "b"))).isZero();
    assertThat(values.exists("a")).isFalse();
    assertThat(values.exists("c")).isTrue();
  }

  @Case
  void aKeyGivenTwiceCountsOnce() {
    values.set("key", Values.of("value"));
    assertThat(batch.getAll(List.of("key", "key"))).containsOnlyKeys("key");
    assertThat(batch.deleteAll(List.of("key", "key"))).isEqualTo(1);
  }

  @Case
  void theEmptyBatchSucceeds() {
    assertThat(batch.getAll(List.of())).isEmpty();
    batch.setAll(Map.of());
    assertThat(batch.deleteAll(List.of())).isZero();
  }

  @Case
  void oddKeysAreKeptApart() {
    Map<String, byte[]> all = new HashMap<>();
    OddNames.ALL.forEach(key -> all.put(key, OddNames.bytes(key)));
    batch.setAll(all);
    Map<String, byte[]> read = batch.getAll(OddNames.ALL);
    assertThat(read).containsOnlyKeys(OddNames.ALL.toArray(String[]::new));
    read.forEach((key, value) -> assertThat(Values.text(value)).isEqualTo(key));
    assertThat(batch.deleteAll(OddNames.ALL)).isEqualTo(OddNames.ALL.size());
    assertThat(batch.getAll(OddNames.ALL)).isEmpty();
  }

  @Case
  void theBiggestBatchFits() {
    int size = Math.min(10_000, subject.traits(KEYVALUE_BATCH).maxBatch());
    List<String> keys = IntStream.range(0, size).mapToObj(i -> "key " + i).toList();
    Map<String, byte[]> all = new HashMap<>();
    keys.forEach(key -> all.put(key, Values.of(key)));
    batch.setAll(all);
    Map<String, byte[]> read = batch.getAll(keys);
    assertThat(read).hasSize(size);
    assertThat(read).allSatisfy((key, value) -> assertThat(Values.text(value)).isEqualTo(key));
    assertThat(batch.deleteAll(keys)).isEqualTo(size);
  }

  @Case
  void aBatchTooLargeIsRefused() {
    int size = Math.addExact(subject.traits(KEYVALUE_BATCH).maxBatch(), 1);
    values.set("key", Values.of("value"));
    List<String> tooMany = Collections.nCopies(size, "key");
    Expect.refusal(ErrorKind.TOO_LARGE, () -> batch.getAll(tooMany));
    Expect.refusal(ErrorKind.TOO_LARGE, () -> batch.deleteAll(tooMany));
    assertThat(values.exists("key")).isTrue();
  }

  @Case
  void oneValueTooLargeRefusesTheBatchAndNothingIsWritten() {
    byte[] tooLarge = Values.tooLarge(subject.traits(KEYVALUE_BATCH));
    if (tooLarge.length > 0) {
      Map<String, byte[]> all = Map.of("a", Values.of("1"), "b", tooLarge, "c", Values.of("3"));
      Expect.refusal(ErrorKind.TOO_LARGE, () -> batch.setAll(all));
    }
    assertThat(batch.getAll(List.of("a", "b", "c"))).isEmpty();
  }

  @Case
  void oneKeyThatCannotBeRefusesTheBatch() {
    for (String key : OddNames.REFUSED) {
      Expect.refusal(
          ErrorKind.INVALID_ARGUMENT,
          () -> batch.setAll(Map.of("good", Values.of("1"), key, Values.of("2"))));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> batch.getAll(List.of("good", key)));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> batch.deleteAll(List.of("good", key)));
    }
    assertThat(values.exists("good")).isFalse();
  }

  @Case
  void namespacesAreKeptApart() {
    KeyValueBatch theirs = subject.neighbour().require(KEYVALUE_BATCH);
    batch.setAll(Map.of("key", Values.of("ours")));
    assertThat(theirs.getAll(List.of("key"))).isEmpty();
    assertThat(theirs.deleteAll(List.of("key"))).isZero();
    assertThat(values.exists("key")).isTrue();
  }

  @Case
  void nothingIsWrittenPastTheDeadline() {
    Expect.refusalPastTheDeadline(() -> batch.setAll(Map.of("key", Values.of("value"))));
    Expect.refusalPastTheDeadline(() -> batch.getAll(List.of("key")));
    assertThat(values.exists("key")).isFalse();
  }

  @Case
  void manyThreadsMayUseIt() {
    Crowd.run(
        64,
        i -> {
          List<String> keys = IntStream.range(0, 20).mapToObj(k -> i + ":" + k).toList();
          Map<String, byte[]> all = new HashMap<>();
          keys.forEach(key -> all.put(key, Values.of(key)));
          batch.setAll(all);
          assertThat(batch.getAll(keys)).hasSize(20);
          assertThat(batch.deleteAll(keys)).isEqualTo(20);
        });
  }
}
