package io.patternsdk.core.timeseries;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which points of a series are meant. Immutable; each method returns a changed copy.
 *
 * @param series the name of the series
 * @param tags tags that points have, among others perhaps; as those of a {@link Point}
 * @param from the first time that is meant
 * @param to the first time after it that is not meant any more; both are moved to the next whole
 *     microsecond and into the range of times that points may have, which leaves out no point
 */
public record SeriesQuery(String series, Map<String, String> tags, Instant from, Instant to) {

  /** Refuses tags that no point can have and a range that ends before it begins. */
  public SeriesQuery {
    tags = Tags.checked(tags);
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("the range ends at " + to + ", before " + from);
    }
    from = within(from);
    to = within(to);
  }

  private static Instant within(Instant time) {
    if (time.isBefore(Point.EARLIEST)) {
      return Point.EARLIEST;
    }
    if (time.isAfter(Point.LATEST)) {
      return Point.LATEST;
    }
    Instant whole = time.truncatedTo(ChronoUnit.MICROS);
    return whole.equals(time) ? whole : whole.plus(1, ChronoUnit.MICROS);
  }

  /** Returns all points of a series. */
  public static SeriesQuery of(String series) {
    return new SeriesQuery(series, Map.of(), Point.EARLIEST, Point.LATEST);
  }

  /** Leaves out what has not this tag as well. */
  public SeriesQuery tagged(String name, String text) {
    Map<String, String> more = new TreeMap<>(tags);
    more.put(name, text);
    return new SeriesQuery(series, more, from, to);
  }

  /** Leaves out what is before {@code from}, and what is not before {@code to}. */
  public SeriesQuery between(Instant from, Instant to) {
    return new SeriesQuery(series, tags, from, to);
  }

  /** Returns the same of another series. */
  public SeriesQuery withSeries(String name) {
    return new SeriesQuery(name, tags, from, to);
  }

  /** Tells whether these are the tags of a point that is meant, if its time is. */
  public boolean matches(Map<String, String> others) {
    return others.entrySet().containsAll(tags.entrySet());
  }
}
