package io.patternsdk.testkit.contract.timeseries;

import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.core.timeseries.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is right, in the plainest way: a map and loops over all of it. */
final class SeriesOracle {
  private final Map<List<Object>, Point> points = new HashMap<>();

  void write(Collection<Point> batch) {
    for (Point point : batch) {
      points.put(List.of(point.series(), point.tags(), point.time()), point);
    }
  }

  /** Returns what is meant, in the order of times. */
  List<Point> query(SeriesQuery query) {
    return points.values().stream()
        .filter(point -> point.series().equals(query.series()))
        .filter(point -> query.matches(point.tags()))
        .filter(point -> !point.time().isBefore(query.from()))
        .filter(point -> point.time().isBefore(query.to()))
        .sorted(Comparator.comparing(Point::time))
        .toList();
  }

  /** Returns the points of each window, by its start. */
  Map<Instant, List<Point>> windows(SeriesQuery query, Duration window) {
    Map<Instant, List<Point>> windows = new TreeMap<>();
    for (Point point : query(query)) {
      long start = point.time().toEpochMilli() / window.toMillis() * window.toMillis();
      windows.computeIfAbsent(Instant.ofEpochMilli(start), s -> new ArrayList<>()).add(point);
    }
    return windows;
  }

  /** Tells whether this is what there is in a window; sums of these values are exact. */
  static boolean isRight(Window told, List<Point> there) {
    Instant latest = there.isEmpty() ? Instant.MIN : there.getLast().time();
    var values = there.stream().mapToDouble(Point::value).summaryStatistics();
    return !there.isEmpty()
        && told.count() == there.size()
        && told.sum() == values.getSum()
        && told.min() == values.getMin()
        && told.max() == values.getMax()
        && told.average() == values.getAverage()
        && there.stream()
            .anyMatch(point -> point.time().equals(latest) && point.value() == told.last());
  }
}
