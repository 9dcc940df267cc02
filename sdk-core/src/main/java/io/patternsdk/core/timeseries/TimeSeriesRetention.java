package io.patternsdk.core.timeseries;

import io.patternsdk.core.capability.Trait;
import java.time.Duration;
import java.util.Optional;

/**
 * Bounds how long points are kept: {@code timeseries_retention}.
 *
 * <p>A bound belongs to the series, whatever its tags, for all processes. Points that are older, by
 * their time and the backend's clock, are not read any more from the moment it is set; writing such
 * a point succeeds. Their space is given back by {@link #trim}, and by open backends from time to
 * time. A bound that is taken away may bring back what was not removed yet, and nothing else. What
 * {@link TimeSeries} says of names, blocking and threads holds here as well.
 */
public interface TimeSeriesRetention {
  /** How much older than the bound something may be that is kept after trimming. */
  Trait<Duration> GRAIN =
      Trait.of(
          "retention grain",
          "how much older than its bound a point may be that trimming leaves, unread",
          Duration.ZERO);

  /** The shortest bound. */
  Duration SHORTEST_AGE = Duration.ofSeconds(1);

  /**
   * Sets for how long points of a series are kept, in place of an earlier bound. Repeating is safe.
   *
   * @param age in whole milliseconds; at least {@link #SHORTEST_AGE}
   */
  void retain(String series, Duration age);

  /** Takes the bound away: points are kept for ever. Repeating is safe. */
  void retainAll(String series);

  /** Returns for how long points of a series are kept; empty if for ever. Repeating is safe. */
  Optional<Duration> retention(String series);

  /**
   * Removes now what is older than the bound, all but what is younger than the bound and {@link
   * #GRAIN} together. Repeating is safe.
   */
  void trim(String series);
}
