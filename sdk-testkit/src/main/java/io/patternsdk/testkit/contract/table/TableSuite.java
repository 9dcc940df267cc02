package io.patternsdk.testkit.contract.table;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;

import io.patternsdk.core.table.Progress;
import io.patternsdk.testkit.contract.CapabilitySuite;
import io.patternsdk.testkit.contract.Contracts;
import java.util.List;

/** The tests of tables and of the feeds of their changes. */
public final class TableSuite implements CapabilitySuite {
  @Override
  public Contracts addTo(Contracts known) {
    return known
        .with(TABLE_UPSERT, TableUpsertContract.class, TableUpsertContract::new)
        .withFaults(TABLE_UPSERT, TableFaults.class, TableFaults::new)
        .with(CHANGEFEED_BASIC, ChangeFeedContract.class, ChangeFeedContract::new)
        .with(CHANGEFEED_BASIC, FeedChunksContract.class, FeedChunksContract::new)
        .with(CHANGEFEED_BASIC, ChangeFeedWaitContract.class, ChangeFeedWaitContract::new)
        .with(CHANGEFEED_BASIC, TablePowerLossContract.class, TablePowerLossContract::new)
        .withSample(
            TABLE_UPSERT, tables -> tables.apply(List.of(), new Progress("sample", 1, "sample")))
        .withSample(CHANGEFEED_BASIC, feeds -> feeds.confirmed("sample"));
  }
}
