package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.stream.Retention;
import io.patternsdk.core.stream.StreamRetention;

/** Forwards {@code stream_retention}. */
final class StreamRetentionForwarder implements StreamRetention {
  static final String NAME = "stream_retention";
  static final Operation RETAIN =
      Operation.builder(NAME, "retain", Kind.ADMINISTER).messaging().repeatable().build();
  static final Operation RETENTION =
      Operation.builder(NAME, "retention", Kind.READ).messaging().build();
  static final Operation TRIM =
      Operation.builder(NAME, "trim", Kind.ADMINISTER).messaging().repeatable().build();

  private final StreamRetention driver;
  private final Namespace namespace;
  private final BoundOperation retain;
  private final BoundOperation retention;
  private final BoundOperation trim;

  StreamRetentionForwarder(StreamRetention driver, Wiring wiring) {
    this.driver = driver;
    this.namespace = wiring.namespace();
    this.retain = wiring.bind(RETAIN);
    this.retention = wiring.bind(RETENTION);
    this.trim = wiring.bind(TRIM);
  }

  @Override
  public void retain(String stream, Retention bounds) {
    String full = namespace.stream(stream);
    retain.run(retain.on(full), () -> driver.retain(full, bounds));
  }

  @Override
  public Retention retention(String stream) {
    String full = namespace.stream(stream);
    return retention.call(full, () -> driver.retention(full));
  }

  @Override
  public long trim(String stream) {
    String full = namespace.stream(stream);
    return trim.call(full, () -> driver.trim(full));
  }
}
