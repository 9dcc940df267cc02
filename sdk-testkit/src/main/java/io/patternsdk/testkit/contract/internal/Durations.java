package io.patternsdk.testkit.contract.internal;

import java.time.Duration;

/** Arithmetic of durations. */
public final class Durations {
  private Durations() {}

  public static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  public static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}
