package io.patternsdk.stress;

import io.patternsdk.core.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock without a lock, which would keep apart those who race. */
final class StoppedClock implements Clock {
  private final AtomicLong nanos = new AtomicLong(-1_000_000_000);

  void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public Instant now() {
    return Instant.EPOCH;
  }

  @Override
  public void sleep(Duration duration) {
    throw new UnsupportedOperationException("nobody wakes who sleeps on a stopped clock");
  }
}
