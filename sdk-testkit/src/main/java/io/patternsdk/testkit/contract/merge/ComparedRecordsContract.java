package io.patternsdk.testkit.contract.merge;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.testkit.contract.merge.Patches.created;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Clock;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Lifecycle;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.Records;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import java.time.Duration;
import java.util.List;

/** Records that are made of compare-and-set are the same. */
final class ComparedRecordsContract {
  private final Subject subject;
  private final KeyValueMerge records;

  ComparedRecordsContract(Subject subject) {
    this.subject = subject;
    this.records = of(subject.backend());
  }

  private static KeyValueMerge of(Backend backend) {
    return Records.compared(
        backend.require(KEYVALUE_CAS), backend.require(KEYVALUE_SCAN), Clock.system());
  }

  @Case
  void generatedHistoriesEndAsAPlainOracleSays() {
    new MergeHistory(7).run(List.of(records, of(subject.sibling())));
  }

  @Case
  void ofManyThatEndItOneDoes() {
    records.merge("key", created(1).build());
    assertThat(
            Crowd.call(
                8,
                i ->
                    records.merge(
                        "key",
                        Patch.at(new Stamp(5, "node-" + i))
                            .set(Lifecycle.ENDED, "by " + i)
                            .when(Condition.ALIVE)
                            .build())))
        .filteredOn(Merged::applied)
        .hasSize(1);
  }

  @Case
  void whatWasKeptLongEnoughIsForgottenAndSwept() {
    records.merge("key", created(1).set(Lifecycle.ENDED, "logout").horizon(Duration.ZERO).build());
    subject.eventually().until("that it is over", () -> records.read("key").isEmpty());
    assertThat(subject.require(KEYVALUE_CAS).getVersioned("key")).isPresent();
    records.list(RecordQuery.expired(10));
    assertThat(subject.require(KEYVALUE_CAS).getVersioned("key")).isEmpty();
  }
}
