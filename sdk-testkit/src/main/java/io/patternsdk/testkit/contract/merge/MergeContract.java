package io.patternsdk.testkit.contract.merge;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_MERGE;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.testkit.contract.merge.Patches.at;
import static io.patternsdk.testkit.contract.merge.Patches.stamp;
import static io.patternsdk.testkit.contract.merge.Patches.text;
import static io.patternsdk.testkit.contract.merge.Patches.there;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.OddNames;
import io.patternsdk.testkit.contract.internal.Values;
import java.util.Map;

/** How fields merge. */
final class MergeContract {
  private final Subject subject;
  private final KeyValueMerge records;

  MergeContract(Subject subject) {
    this.subject = subject;
    this.records = subject.require(KEYVALUE_MERGE);
  }

  @Case
  void theAbsentIsAbsent() {
    assertThat(records.read("absent")).isEmpty();
  }

  @Case
  void theGreaterStampHoldsInEitherOrder() {
    records.merge("up", at(1).set("field", "old").build());
    records.merge("up", at(2).set("field", "new").build());
    records.merge("down", at(2).set("field", "new").build());
    records.merge("down", at(1).set("field", "old").build());
    assertThat(text(records.read("up"), "field")).isEqualTo("new");
    assertThat(text(records.read("down"), "field")).isEqualTo("new");
  }

  @Case
  void ofEqualTimesTheGreaterNodeHolds() {
    records.merge("key", Patch.at(new Stamp(7, "b")).set("field", "of b").build());
    records.merge("key", Patch.at(new Stamp(7, "a")).set("field", "of a").build());
    assertThat(text(records.read("key"), "field")).isEqualTo("of b");
    records.merge("key", Patch.at(new Stamp(7, "b-")).set("field", "of b-").build());
    records.merge("key", Patch.at(new Stamp(7, "Z")).set("field", "of Z").build());
    assertThat(text(records.read("key"), "field")).isEqualTo("of b-");
  }

  @Case
  void timesOfAllSizesAreCompared() {
    long[] times = {9, 10, 0xff, 0x100, 1L << 40, (1L << 40) + 1, Long.MAX_VALUE};
    for (long time : times) {
      records.merge("key", at(time).set("field", "at " + time).build());
    }
    for (long time : times) {
      records.merge("key", at(time - 1).set("field", "before " + time).build());
    }
    assertThat(text(records.read("key"), "field")).isEqualTo("at " + Long.MAX_VALUE);
  }

  @Case
  void aRemovalIsAWriteLikeAnother() {
    records.merge("key", at(5).remove("field").build());
    records.merge("key", at(4).set("field", "late").build());
    StoredRecord record = there(records.read("key"));
    assertThat(record.value("field")).isEmpty();
    assertThat(record.fields()).containsEntry("field", new Field(stamp(5), null));
    records.merge("key", at(6).set("field", "again").build());
    assertThat(text(records.read("key"), "field")).isEqualTo("again");
  }

  @Case
  void itIsToldWhatLostAgainstWhich() {
    records.merge("key", at(5).set("a", "a").set("b", "b").build());
    Merged merged = records.merge("key", at(4).set("a", "x").set("c", "c").build());
    assertThat(merged.applied()).isTrue();
    assertThat(merged.lost()).isEqualTo(Map.of("a", stamp(5)));
    assertThat(text(merged.record(), "a")).isEqualTo("a");
    assertThat(text(merged.record(), "c")).isEqualTo("c");
  }

  @Case
  void aRepetitionFindsItsOwn() {
    Patch patch = at(5).set("a", "a").remove("b").build();
    assertThat(records.merge("key", patch).lost()).isEmpty();
    Merged again = records.merge("key", patch);
    assertThat(again.applied()).isTrue();
    assertThat(again.lost()).isEmpty();
    assertThat(text(records.read("key"), "a")).isEqualTo("a");
  }

  @Case
  void theAnswerIsTheRecordAfterwards() {
    records.merge("key", at(1).set("a", "a").build());
    Merged merged = records.merge("key", at(2).set("b", "b").build());
    StoredRecord read = there(records.read("key"));
    StoredRecord answer = there(merged.record());
    assertThat(answer.fields().keySet()).isEqualTo(read.fields().keySet());
    assertThat(answer.revision()).isEqualTo(read.revision());
    assertThat(text(merged.record(), "a")).isEqualTo("a");
  }

  @Case
  void ofFieldsThatManyWriteAtOnceNoneIsLost() {
    Crowd.run(16, i -> records.merge("key", at(100 - i).set("field-" + i, "by " + i).build()));
    StoredRecord record = there(records.read("key"));
    assertThat(record.fields()).hasSize(16);
    for (int i = 0; i < 16; i++) {
      assertThat(record.text("field-" + i)).hasValue("by " + i);
    }
  }

  @Case
  void anotherProcessSeesTheSame() {
    records.merge("key", at(1).set("field", "value").build());
    KeyValueMerge other = subject.sibling().require(KEYVALUE_MERGE);
    assertThat(text(other.read("key"), "field")).isEqualTo("value");
    other.merge("key", at(2).set("field", "changed").build());
    assertThat(text(records.read("key"), "field")).isEqualTo("changed");
  }

  @Case
  void oddKeysAreKeptApart() {
    for (String key : OddNames.ALL) {
      records.merge(key, at(1).set("field", OddNames.bytes(key)).build());
    }
    for (String key : OddNames.ALL) {
      assertThat(there(records.read(key)).value("field"))
          .as("record of <%s>", key)
          .hasValue(OddNames.bytes(key));
    }
  }

  @Case
  void oddFieldsAndBinaryValuesAreKept() {
    Patch.Builder patch = at(1).set("empty", new byte[0]).set("binary", Values.EVERY_BYTE);
    String[] names = {"a", "A", " ", "a.b", "a:b", "'", "\"", "\\", "{}", "é", "日本", "😀", "x~"};
    for (String name : names) {
      patch.set(name, name);
    }
    records.merge("key", patch.build());
    StoredRecord record = there(records.read("key"));
    assertThat(record.value("empty")).hasValue(new byte[0]);
    assertThat(record.value("binary")).hasValue(Values.EVERY_BYTE);
    for (String name : names) {
      assertThat(record.text(name)).as("field <%s>", name).hasValue(name);
    }
  }

  @Case
  void theyAreNoValues() {
    records.merge("key", at(1).set("field", "value").build());
    subject.find(KEYVALUE_BASIC).ifPresent(v -> assertThat(v.get("key")).isEmpty());
    subject.find(KEYVALUE_BASIC).ifPresent(v -> v.set("key", Values.of("plain")));
    assertThat(text(records.read("key"), "field")).isEqualTo("value");
    subject
        .find(KEYVALUE_SCAN)
        .ifPresent(scan -> assertThat(scan.keys("").toList()).containsExactly("key"));
  }

  @Case
  void aNeighbourHasRecordsOfItsOwn() {
    KeyValueMerge neighbour = subject.neighbour().require(KEYVALUE_MERGE);
    records.merge("key", at(1).set("field", "mine").build());
    assertThat(neighbour.read("key")).isEmpty();
    neighbour.merge("key", at(1).set("field", "yours").build());
    assertThat(text(records.read("key"), "field")).isEqualTo("mine");
  }

  @Case
  void whatIsTooLargeIsRefusedAndNothingWritten() {
    byte[] tooLarge = Values.tooLarge(subject.traits(KEYVALUE_MERGE));
    if (tooLarge.length > 0) {
      Expect.refusal(
          ErrorKind.TOO_LARGE,
          () -> records.merge("key", at(1).set("small", "x").set("large", tooLarge).build()));
    }
    assertThat(records.read("key")).isEmpty();
  }

  @Case
  void nothingIsWrittenPastTheDeadline() {
    Expect.refusalPastTheDeadline(() -> records.merge("key", at(1).set("field", "x").build()));
    assertThat(records.read("key")).isEmpty();
  }
}
