package io.patternsdk.core;

import java.time.Duration;
import java.time.Instant;

/** A clock that goes on by hand; sleeping moves it. */
public final class HandClock implements Clock {
  private long nanos = Long.MAX_VALUE - 1_000; // soon to overflow, as monotonic time may

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos);
  }

  @Override
  public void sleep(Duration duration) {
    advance(duration);
  }

  /** Moves it. */
  public void advance(Duration duration) {
    nanos += duration.toNanos();
  }
}
