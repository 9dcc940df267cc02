package io.patternsdk.core.timeseries;

import java.time.Instant;

/**
 * What there was in one window of time.
 *
 * @param start when it begins: a whole number of windows after 1970-01-01T00:00:00Z, even where the
 *     range that was asked for begins later
 * @param count how many points; at least 1
 * @param sum their sum, added in any order
 * @param min the least
 * @param max the greatest
 * @param last the latest; any of those where several series have one at the same time
 */
public record Window(Instant start, long count, double sum, double min, double max, double last) {

  /** Returns the mean. */
  public double average() {
    return sum / count;
  }
}
