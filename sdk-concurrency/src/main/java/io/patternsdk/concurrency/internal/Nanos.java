package io.patternsdk.concurrency.internal;

import java.time.Duration;

/** Durations as nanoseconds, from 0 to 146 years, so that sums and differences stay in range. */
public final class Nanos {
  private static final long MOST = Long.MAX_VALUE / 2;

  private Nanos() {}

  public static long of(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return duration.compareTo(Duration.ofNanos(MOST)) >= 0 ? MOST : duration.toNanos();
  }

  public static Duration positive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " is " + duration + "; more than 0 is right");
    }
    return duration;
  }

  public static Duration notNegative(String what, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(what + " is " + duration + "; 0 or more is right");
    }
    return duration;
  }

  public static void inOrder(String what, Duration duration, String most, Duration longest) {
    if (longest.compareTo(duration) < 0) {
      throw new IllegalArgumentException(
          most
              + " is "
              + longest
              + "; no shorter than the "
              + what
              + ", "
              + duration
              + ", is right");
    }
  }

  public static int atLeastOne(String what, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(what + " is " + number + "; at least 1 is right");
    }
    return number;
  }
}
