package io.patternsdk.testkit.contract.stream;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_CONSUMER_GROUPS;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_REPLAY;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_RETENTION;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_TRANSACTIONAL;

import io.patternsdk.core.Message;
import io.patternsdk.core.stream.Retention;
import io.patternsdk.core.stream.StreamTransactions;
import io.patternsdk.core.stream.StreamWriter;
import io.patternsdk.testkit.contract.CapabilitySuite;
import io.patternsdk.testkit.contract.Contracts;
import java.util.List;
import java.util.Map;

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
        .with(STREAM_TRANSACTIONAL, StreamWriterContract.class, StreamWriterContract::new)
        .withFaults(STREAM_BASIC, StreamFaults.class, StreamFaults::new)
        .withFaults(STREAM_BASIC, StreamCrashFaults.class, StreamCrashFaults::new)
        .withFaults(STREAM_TRANSACTIONAL, StreamWriterFaults.class, StreamWriterFaults::new)
        .withSample(STREAM_BASIC, streams -> streams.append("sample", Message.of("value")))
        .withSample(STREAM_REPLAY, streams -> streams.end("sample"))
        .withSample(STREAM_RETENTION, streams -> streams.retain("sample", Retention.forever()))
        .withSample(STREAM_TRANSACTIONAL, StreamSuite::appendTogether)
        .withSample(STREAM_CONSUMER_GROUPS, streams -> streams.lag("sample", "group"));
  }

  private static void appendTogether(StreamTransactions streams) {
    try (StreamWriter writer = streams.open("sample", 1)) {
      writer.append(Map.of("sample", List.of(Message.of("value"))), "position");
    }
  }
}
