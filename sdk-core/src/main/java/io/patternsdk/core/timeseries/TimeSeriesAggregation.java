package io.patternsdk.core.timeseries;

import java.time.Duration;
import java.util.List;

/**
 * Makes few numbers of many points, where the points are: {@code timeseries_aggregation}.
 *
 * <p>What {@link TimeSeries} says of names, blocking and threads holds here as well.
 */
public interface TimeSeriesAggregation {
  /** The most windows that one call may ask for. */
  int MAX_WINDOWS = 10_000;

  /** The shortest window. */
  Duration SHORTEST_WINDOW = Duration.ofMillis(1);

  /**
   * Returns the windows in which there are points, in the order of their times. Points of all
   * series that match are taken together. The first and the last window have only those that are in
   * the range. Repeating is safe.
   *
   * @param query which points; its range has at most {@link #MAX_WINDOWS} windows, else it is
   *     INVALID_ARGUMENT
   * @param window how long each window is, in whole milliseconds; at least {@link #SHORTEST_WINDOW}
   */
  List<Window> aggregate(SeriesQuery query, Duration window);
}
