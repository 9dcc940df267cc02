package io.patternsdk.concurrency;

import java.time.Duration;

/** Durations as nanoseconds, from 0 to 146 years, so that sums and differences stay in range. */
final class Nanos {
  private static final long MOST = Long.MAX_VALUE / 2;

  private Nanos() {}

  static long of(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return duration.compareTo(Duration.ofNanos(MOST)) >= 0 ? MOST : duration.toNanos();
  }

  static Duration positive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " is " + duration + "; more than 0 is right");
    }
    return duration;
  }

  static Duration notNegative(String what, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(what + " is " + duration + "; 0 or more is right");
    }
    return duration;
  }

  static void inOrder(String what, Duration duration, String most, Duration longest) {
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

  static int atLeastOne(String what, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(what + " is " + number + "; at least 1 is right");
    }
    return number;
  }
}
