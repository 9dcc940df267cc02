package io.patternsdk.driver.embedded.series;

import io.patternsdk.core.timeseries.Window;
import java.time.Instant;

/** What has been added up of one window. */
final class Totals {
  private long count;
  private double sum;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private double last;
  private long latest = Long.MIN_VALUE;

  void add(long micros, double value) {
    count++;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (micros >= latest) {
      latest = micros;
      last = value;
    }
  }

  Window window(long startMillis) {
    return new Window(Instant.ofEpochMilli(startMillis), count, sum, min, max, last);
  }
}
