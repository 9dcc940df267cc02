package io.patternsdk.testkit.contract.merge;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_MERGE;

import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import java.util.List;

/** Histories in any order, with any repetition, by clocks that disagree. */
final class MergeHistoryContract {
  private final Subject subject;

  MergeHistoryContract(Subject subject) {
    this.subject = subject;
  }

  private void run(long seed) {
    List<KeyValueMerge> processes =
        List.of(subject.require(KEYVALUE_MERGE), subject.sibling().require(KEYVALUE_MERGE));
    new MergeHistory(seed).run(processes);
  }

  @Case
  void historiesEndAsAPlainOracleSays() {
    run(1);
  }

  @Case
  void othersDoToo() {
    run(2);
  }

  @Case
  void andSoDoThese() {
    run(3);
  }
}
