package io.patternsdk.core.standard;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.core.timeseries.TimeSeriesAggregation;
import io.patternsdk.core.timeseries.Window;
import java.time.Duration;
import java.util.List;

/** Forwards {@code timeseries_aggregation}. */
final class TimeSeriesAggregationForwarder implements TimeSeriesAggregation {
  static final String NAME = "timeseries_aggregation";
  static final Operation AGGREGATE = Operation.of(NAME, "aggregate", Kind.READ);

  private final TimeSeriesAggregation driver;
  private final Wiring wiring;
  private final BoundOperation aggregate;

  TimeSeriesAggregationForwarder(TimeSeriesAggregation driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.aggregate = wiring.bind(AGGREGATE);
  }

  @Override
  public List<Window> aggregate(SeriesQuery query, Duration window) {
    String full = wiring.namespace().series(query.series());
    wiring.checkAtLeast("window", window, SHORTEST_WINDOW);
    wiring.checkMillis("window", window);
    long windows = Duration.between(query.from(), query.to()).dividedBy(window);
    if (windows > MAX_WINDOWS) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT,
          "the range has " + windows + " windows; at most " + MAX_WINDOWS + " fit into one call");
    }
    return aggregate.call(full, () -> driver.aggregate(query.withSeries(full), window));
  }
}
