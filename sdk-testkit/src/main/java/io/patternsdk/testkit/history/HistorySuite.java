package io.patternsdk.testkit.history;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_WATCH;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_CONSUMER_GROUPS;

import io.patternsdk.testkit.contract.CapabilitySuite;
import io.patternsdk.testkit.contract.Contracts;

/** Holds groups of consumers, watches and feeds to what must be true of each of their histories. */
public final class HistorySuite implements CapabilitySuite {
  /** Called by the service loader. */
  public HistorySuite() {}

  @Override
  public Contracts addTo(Contracts known) {
    return known
        .with(STREAM_CONSUMER_GROUPS, GroupHistoryContract.class, GroupHistoryContract::new)
        .withFaults(STREAM_CONSUMER_GROUPS, GroupHistoryFaults.class, GroupHistoryFaults::new)
        .with(KEYVALUE_WATCH, WatchHistoryContract.class, WatchHistoryContract::new)
        .with(CHANGEFEED_BASIC, FeedHistoryContract.class, FeedHistoryContract::new);
  }
}
