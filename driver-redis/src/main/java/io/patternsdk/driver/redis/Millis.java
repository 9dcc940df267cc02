package io.patternsdk.driver.redis;

import java.time.Duration;

/** Durations as Redis counts them: whole milliseconds, rounded up. */
final class Millis {
  /** More than 285,000 years, which no addition to the time of day overflows. */
  private static final long LONGEST = 1L << 53;

  private Millis() {}

  static long of(Duration duration) {
    if (duration.toSeconds() >= LONGEST / 1_000) {
      return LONGEST;
    }
    long whole = duration.toMillis();
    return duration.minusMillis(whole).isZero() ? whole : whole + 1;
  }
}
