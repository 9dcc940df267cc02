package io.patternsdk.concurrency.retry;

import io.patternsdk.core.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sleeps by moving itself. For one thread. */
final class SleepyClock implements Clock {
  final List<Duration> slept = new ArrayList<>();
  Duration oversleep = Duration.ZERO;
  private long nanos = Long.MAX_VALUE - 1; // soon to overflow, as monotonic time may

  void advance(long by) {
    nanos += by;
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    slept.add(duration);
    nanos += duration.plus(oversleep).toNanos();
  }
}
