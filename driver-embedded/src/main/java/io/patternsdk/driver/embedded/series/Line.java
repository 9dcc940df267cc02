package io.patternsdk.driver.embedded.series;

import io.patternsdk.core.timeseries.Point;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/** The points that have one series and one set of tags, by their microseconds since 1970. */
final class Line {
  final long id;
  final Map<String, String> tags;
  final TreeMap<Long, Double> points = new TreeMap<>();

  Line(long id, Map<String, String> tags) {
    this.id = id;
    this.tags = tags;
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  Point point(String series, long micros, double value) {
    return new Point(series, tags, Instant.EPOCH.plus(micros, ChronoUnit.MICROS), value);
  }
}
