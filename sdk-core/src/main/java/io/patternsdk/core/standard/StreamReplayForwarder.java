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
    return at.call(full, () -> driver.at(full, time));
  }

  @Override
  public ReadFrom end(String stream) {
    String full = namespace.stream(stream);
    return end.call(full, () -> driver.end(full));
  }
}
