package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReplay;
import java.time.Instant;

/** Forwards {@code stream_replay}. */
final class StreamReplayForwarder implements StreamReplay {
  static final String NAME = "stream_replay";
  static final Operation AT = Operation.builder(NAME, "at", Kind.READ).messaging().build();
  static final Operation END = Operation.builder(NAME, "end", Kind.READ).messaging().build();

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  private final StreamReplay driver;
  private final Namespace namespace;
  private final BoundOperation at;
  private final BoundOperation end;

  StreamReplayForwarder(StreamReplay driver, Wiring wiring) {
    this.driver = driver;
    this.namespace = wiring.namespace();
    this.at = wiring.bind(AT);
    this.end = wiring.bind(END);
  }

  @Override
  public ReadFrom at(String stream, Instant time) {
    String full = namespace.stream(stream);
    Instant millis = wholeMillis(time);
    return at.call(full, () -> driver.at(full, millis));
  }

  /** Rounds up to what records have, and to a time that every backend knows. */
  private static Instant wholeMillis(Instant time) {
    if (time.isBefore(Instant.EPOCH)) {
      return Instant.EPOCH;
    }
    return time.isAfter(LATEST)
        ? LATEST
        : Instant.ofEpochMilli(time.plusNanos(999_999).toEpochMilli());
  }

  @Override
  public ReadFrom end(String stream) {
    String full = namespace.stream(stream);
    return end.call(full, () -> driver.end(full));
  }
}
