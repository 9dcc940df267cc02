package io.patternsdk.examples;

import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_AGGREGATION;
import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_RETENTION;

import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Time series inside a program of one's own: points, windows, a bound of age. */
public final class TimeSeriesAlone {
  private TimeSeriesAlone() {}

  /** Writes an hour of temperatures, twice, and asks for the mean of each quarter. */
  public static void main(String[] args) {
    Instant start = Instant.parse("2024-03-01T12:00:00Z");
    try (var backend = DriverRegistry.load().open("embedded")) {
      var series = backend.require(TIMESERIES_BASIC);
      for (int i = 0; i < 2 * 60; i++) { // the second time changes nothing
        Instant time = start.plus(Duration.ofMinutes(i % 60));
        series.write(List.of(new Point("temperature", Map.of("room", "a"), time, 20 + i % 60)));
      }
      var query = SeriesQuery.of("temperature").tagged("room", "a");
      System.out.println("points: " + series.query(query).toList().size());
      var hour = query.between(start, start.plus(Duration.ofHours(1)));
      for (var window :
          backend.require(TIMESERIES_AGGREGATION).aggregate(hour, Duration.ofMinutes(15))) {
        System.out.println(window.start() + " " + window.average());
      }
      backend.require(TIMESERIES_RETENTION).retain("temperature", Duration.ofDays(30));
      System.out.println("after a month: " + series.query(query).toList().size());
    }
  }
}
