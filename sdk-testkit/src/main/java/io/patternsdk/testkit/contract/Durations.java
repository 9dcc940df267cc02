package io.patternsdk.testkit.contract;

import java.time.Duration;

/** Arithmetic of durations. */
final class Durations {
  private Durations() {}

  static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}
