package io.patternsdk.core.timeseries;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.capability.Traits;
import java.util.List;

/**
 * Stores numbers by time and reads them by range: {@code timeseries_basic}.
 *
 * <p>The name of a series is a non-empty string of up to 512 UTF-8 bytes without unpaired
 * surrogates. A series is there with its first point. Points may be written in any order of their
 * times, also long after; what is written is seen by every later read of the same backend.
 *
 * <p>Calls block at most until the ambient deadline or the driver's operation timeout. Safe for use
 * by any number of threads. Driver authors: the core has checked and prefixed names, and has left
 * of several points of one series, tags and time the last.
 */
public interface TimeSeries {

  /**
   * Writes points, of one series or of several, and returns once the backend has all of them. Each
   * replaces the point of the same series, tags and time. Repeating is safe: what is written twice
   * is there once. After a failure any part of the batch may be there, unless the driver says that
   * it is there as a whole or not at all ({@link Traits#ATOMICITY}). Of writers of one point at the
   * same time one is the last; a repetition counts as a write of its own. At most {@link
   * Traits#maxBatch} at a time; more is TOO_LARGE.
   */
  void write(List<Point> points);

  /**
   * Starts a walk over points in the order of their times, those of one time in an order of the
   * driver's, page by page; the caller closes it. It sees each that is there from its start to its
   * end exactly once, with a value that it had meanwhile.
   */
  Scan<Point> query(SeriesQuery query);
}
