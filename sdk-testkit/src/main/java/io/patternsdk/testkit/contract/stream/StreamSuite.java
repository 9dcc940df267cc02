package io.patternsdk.testkit.contract.stream;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_CONSUMER_GROUPS;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_REPLAY;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_RETENTION;

import io.patternsdk.core.Message;
import io.patternsdk.core.stream.Retention;
import io.patternsdk.testkit.contract.CapabilitySuite;
import io.patternsdk.testkit.contract.Contracts;

/** The tests of the stream capabilities. */
public final class StreamSuite implements CapabilitySuite {
  @Override
  public Contracts addTo(Contracts known) {
    return known
        .with(STREAM_BASIC, StreamContract.class, StreamContract::new)
        .with(STREAM_BASIC, StreamLimitsContract.class, StreamLimitsContract::new)
        .with(STREAM_BASIC, StreamReaderContract.class, StreamReaderContract::new)
        .with(STREAM_BASIC, StreamWaitContract.class, StreamWaitContract::new)
        .with(STREAM_BASIC, StreamPowerLossContract.class, StreamPowerLossContract::new)
        .with(STREAM_REPLAY, StreamReplayContract.class, StreamReplayContract::new)
        .with(STREAM_RETENTION, StreamRetentionContract.class, StreamRetentionContract::new)
        .with(STREAM_CONSUMER_GROUPS, GroupContract.class, GroupContract::new)
        .withFaults(STREAM_BASIC, StreamFaults.class, StreamFaults::new)
        .withFaults(STREAM_BASIC, StreamCrashFaults.class, StreamCrashFaults::new)
        .withSample(STREAM_BASIC, streams -> streams.append("sample", Message.of("value")))
        .withSample(STREAM_REPLAY, streams -> streams.end("sample"))
        .withSample(STREAM_RETENTION, streams -> streams.retain("sample", Retention.forever()))
        .withSample(STREAM_CONSUMER_GROUPS, streams -> streams.lag("sample", "group"));
  }
}
