package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.timeseries.TimeSeriesRetention;
import java.time.Duration;
import java.util.Optional;

/** Forwards {@code timeseries_retention}. */
final class TimeSeriesRetentionForwarder implements TimeSeriesRetention {
  static final String NAME = "timeseries_retention";
  static final Operation RETAIN_POINTS =
      Operation.builder(NAME, "retain_points", Kind.ADMINISTER).repeatable().build();
  static final Operation POINT_RETENTION = Operation.of(NAME, "point_retention", Kind.READ);
  static final Operation TRIM_POINTS =
      Operation.builder(NAME, "trim_points", Kind.ADMINISTER).repeatable().build();

  private final TimeSeriesRetention driver;
  private final Wiring wiring;
  private final BoundOperation retain;
  private final BoundOperation retention;
  private final BoundOperation trim;

  TimeSeriesRetentionForwarder(TimeSeriesRetention driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.retain = wiring.bind(RETAIN_POINTS);
    this.retention = wiring.bind(POINT_RETENTION);
    this.trim = wiring.bind(TRIM_POINTS);
  }

  @Override
  public void retain(String series, Duration age) {
    String full = wiring.namespace().series(series);
    wiring.checkAtLeast("age", age, SHORTEST_AGE);
    wiring.checkMillis("age", age);
    retain.run(retain.on(full), () -> driver.retain(full, age));
  }

  @Override
  public void retainAll(String series) {
    String full = wiring.namespace().series(series);
    retain.run(retain.on(full), () -> driver.retainAll(full));
  }

  @Override
  public Optional<Duration> retention(String series) {
    String full = wiring.namespace().series(series);
    return retention.call(full, () -> driver.retention(full));
  }

  @Override
  public void trim(String series) {
    String full = wiring.namespace().series(series);
    trim.run(trim.on(full), () -> driver.trim(full));
  }
}
