package io.patternsdk.driver.embedded.series;

import io.patternsdk.core.timeseries.SeriesQuery;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What there is of one series; its owner holds the lock. */
final class StoredSeries {
  final Map<Map<String, String>, Line> lines = new HashMap<>();
  @Nullable Duration age;
  long trimmedAt;

  /** Returns the lines whose tags are meant. */
  List<Line> matching(SeriesQuery query) {
    return lines.values().stream().filter(line -> query.matches(line.tags)).toList();
  }
}
