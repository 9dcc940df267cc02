package io.patternsdk.core.timeseries;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * A number at a time. Of all that has one series, one set of tags and one time there is one point,
 * the last that was written.
 *
 * @param series the name of what is measured, such as {@code requests}
 * @param tags what tells apart whose it is, such as {@code host} and {@code region}: at most 32, of
 *     up to 1,024 UTF-8 bytes together, none of them empty or with control characters
 * @param time when; from {@link #EARLIEST} to before {@link #LATEST}, cut to whole microseconds
 * @param value a finite number; negative zero is zero
 */
public record Point(String series, Map<String, String> tags, Instant time, double value) {
  /** The earliest time of a point: 1970-01-01T00:00:00Z. */
  public static final Instant EARLIEST = Instant.EPOCH;

  /** The time before which all points are: 2200-01-01T00:00:00Z. */
  public static final Instant LATEST = Instant.ofEpochSecond(7_258_118_400L);

  /** Refuses what is out of range with an {@link IllegalArgumentException}. */
  public Point {
    tags = Tags.checked(tags);
    if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
      throw new IllegalArgumentException(
          "time " + time + " is not from " + EARLIEST + " to before " + LATEST);
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value " + value + " is not finite");
    }
    time = time.truncatedTo(ChronoUnit.MICROS);
    value += 0.0; // makes zero of negative zero
  }

  /** Returns a point without tags. */
  public static Point of(String series, Instant time, double value) {
    return new Point(series, Map.of(), time, value);
  }

  /** Returns the same point of another series. */
  public Point withSeries(String name) {
    return new Point(name, tags, time, value);
  }
}
