package io.patternsdk.testkit.contract.merge;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_MERGE;

import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.testkit.contract.CapabilitySuite;
import io.patternsdk.testkit.contract.Contracts;

/** The tests of records that merge, and of those that are made of compare-and-set. */
public final class MergeSuite implements CapabilitySuite {
  private static final Patch SAMPLE = Patch.at(new Stamp(1, "node")).set("field", "value").build();

  @Override
  public Contracts addTo(Contracts known) {
    return known
        .with(KEYVALUE_MERGE, MergeContract.class, MergeContract::new)
        .with(KEYVALUE_MERGE, LifecycleContract.class, LifecycleContract::new)
        .with(KEYVALUE_MERGE, ConditionContract.class, ConditionContract::new)
        .with(KEYVALUE_MERGE, RecordListContract.class, RecordListContract::new)
        .with(KEYVALUE_MERGE, MergeHistoryContract.class, MergeHistoryContract::new)
        .with(KEYVALUE_MERGE, MergePowerLossContract.class, MergePowerLossContract::new)
        .with(KEYVALUE_CAS, ComparedRecordsContract.class, ComparedRecordsContract::new)
        .withSample(KEYVALUE_MERGE, records -> records.merge("sample", SAMPLE));
  }
}
