package io.patternsdk.testkit.contract.merge;

import static io.patternsdk.core.merge.Lifecycle.ACCESSED;
import static io.patternsdk.core.merge.Lifecycle.ENDED;
import static io.patternsdk.core.merge.Lifecycle.GROUP;
import static io.patternsdk.core.merge.Lifecycle.IDLE;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_MERGE;
import static io.patternsdk.testkit.contract.merge.Patches.at;
import static io.patternsdk.testkit.contract.merge.Patches.created;
import static io.patternsdk.testkit.contract.merge.Patches.expired;
import static io.patternsdk.testkit.contract.merge.Patches.later;
import static io.patternsdk.testkit.contract.merge.Patches.there;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import java.util.List;

/** When a patch is applied. */
final class ConditionContract {
  private final KeyValueMerge records;
  private int attempts;

  ConditionContract(Subject subject) {
    this.records = subject.require(KEYVALUE_MERGE);
    records.merge("pending", at(1).set("field", "x").build());
    records.merge("alive", created(1).build());
    records.merge("expired", expired(1).build());
    records.merge("ended", created(1).set(ENDED, "logout").build());
  }

  /** Whether a write to a record is applied under a condition, and is there only if it is. */
  private boolean applies(String key, Condition condition) {
    String name = "attempt-" + ++attempts;
    Merged merged = records.merge(key, at(2).set(name, "x").when(condition).build());
    boolean there = records.read(key).map(r -> r.value(name).isPresent()).orElse(false);
    assertThat(there).as("written to %s under %s", key, condition).isEqualTo(merged.applied());
    return merged.applied();
  }

  @Case
  void absentHoldsWhereNothingIs() {
    assertThat(applies("new", Condition.ABSENT)).isTrue();
    assertThat(applies("new", Condition.ABSENT)).isFalse();
    assertThat(applies("pending", Condition.ABSENT)).isFalse();
    assertThat(applies("alive", Condition.ABSENT)).isFalse();
    assertThat(applies("ended", Condition.ABSENT)).isFalse();
  }

  @Case
  void aliveHoldsForWhatReadersSee() {
    assertThat(applies("alive", Condition.ALIVE)).isTrue();
    assertThat(applies("new", Condition.ALIVE)).isFalse();
    assertThat(applies("pending", Condition.ALIVE)).isFalse();
    assertThat(applies("expired", Condition.ALIVE)).isFalse();
    assertThat(applies("ended", Condition.ALIVE)).isFalse();
  }

  @Case
  void expiredHoldsUntilItIsEnded() {
    assertThat(applies("expired", Condition.EXPIRED)).isTrue();
    assertThat(applies("new", Condition.EXPIRED)).isFalse();
    assertThat(applies("pending", Condition.EXPIRED)).isFalse();
    assertThat(applies("alive", Condition.EXPIRED)).isFalse();
    assertThat(applies("ended", Condition.EXPIRED)).isFalse();
  }

  @Case
  void unchangedHoldsForTheRevisionThatWasRead() {
    long revision = there(records.read("alive")).revision();
    assertThat(applies("alive", Condition.unchanged(revision))).isTrue();
    assertThat(applies("alive", Condition.unchanged(revision))).isFalse();
    assertThat(applies("new", Condition.unchanged(0))).isFalse();
    long ended = there(records.read("ended")).revision();
    assertThat(applies("ended", Condition.unchanged(ended))).isFalse();
  }

  @Case
  void aWriteThatLosesIsAChangeToo() {
    long revision = there(records.read("alive")).revision();
    records.merge("alive", at(0).set("~created", 7).build());
    assertThat(there(records.read("alive")).revision()).isGreaterThan(revision);
  }

  @Case
  void accessedByHoldsForWhatWasNotUsedSince() {
    long used = later();
    records.merge("key", created(1).set(ACCESSED, used).set(IDLE, 1_000).build());
    assertThat(applies("key", Condition.accessedBy(used - 1))).isFalse();
    assertThat(applies("key", Condition.accessedBy(used))).isTrue();
    assertThat(applies("ended", Condition.accessedBy(used))).isFalse();
    assertThat(applies("expired", Condition.accessedBy(used))).isFalse();
  }

  @Case
  void aliveWithinHoldsWhereAllValuesFit() {
    records.merge("key", created(1).set("field", "12345").set("é", "x").set(GROUP, "ab").build());
    records.merge("key", at(2).set("gone", "1234567").build());
    records.merge("key", at(3).remove("gone").build());
    long bytes = there(records.read("key")).bytes();
    Patch.Builder longer = at(4).set("field", "1234567").set("new", "1");
    Merged refused = records.merge("key", longer.when(Condition.aliveWithin(bytes + 2)).build());
    assertThat(refused.applied()).isFalse();
    assertThat(there(refused.record()).text("field")).hasValue("12345");
    assertThat(records.merge("key", longer.when(Condition.aliveWithin(bytes + 3)).build()))
        .extracting(Merged::applied)
        .isEqualTo(true);
    assertThat(there(records.read("key")).bytes()).isEqualTo(bytes + 3);
    for (String key : List.of("new", "pending", "expired", "ended")) {
      assertThat(applies(key, Condition.aliveWithin(1_000_000))).as(key).isFalse();
    }
  }

  @Case
  void whatIsRefusedIsTold() {
    Merged merged = records.merge("ended", at(2).set("field", "x").when(Condition.ALIVE).build());
    assertThat(there(merged.record()).text(ENDED)).hasValue("logout");
    assertThat(merged.lost()).isEmpty();
    Patch toNothing = at(2).set("field", "x").when(Condition.ALIVE).build();
    assertThat(records.merge("new", toNothing).record()).isEmpty();
  }

  @Case
  void ofManyThatEndItOneDoes() {
    for (int round = 0; round < 5; round++) {
      String key = "round-" + round;
      records.merge(key, created(1).build());
      assertThat(Crowd.call(16, i -> end(key, i, Condition.ALIVE)))
          .filteredOn(Merged::applied)
          .hasSize(1);
      records.merge(key + "x", expired(1).build());
      assertThat(Crowd.call(16, i -> end(key + "x", i, Condition.EXPIRED)))
          .filteredOn(Merged::applied)
          .hasSize(1);
    }
  }

  private Merged end(String key, int i, Condition condition) {
    Stamp stamp = new Stamp(5, "node-" + i);
    return records.merge(key, Patch.at(stamp).set(ENDED, "by " + i).when(condition).build());
  }

  @Case
  void ofManyThatCreateItOneDoes() {
    assertThat(
            Crowd.call(
                16,
                i ->
                    records.merge(
                        "new",
                        Patch.at(new Stamp(5, "node-" + i))
                            .set("~created", 1)
                            .set("by", "" + i)
                            .when(Condition.ABSENT)
                            .build())))
        .filteredOn(Merged::applied)
        .hasSize(1);
  }
}
