package io.patternsdk.observability;

import io.micrometer.core.instrument.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A clock whose wall time goes on by steps of a second, with each reading of {@link #nanos}: enough
 * for the windows of a maximum, of which a timer asks the time twice a call, without a call of the
 * system. Whoever records a time or reads what has been recorded calls {@link #nanos} before.
 * Thread-safe.
 */
final class CoarseClock implements Clock {
  private static final long STEP = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier monotonic;
  private final long startNanos;
  private final long startMillis;
  private volatile long steppedAt;
  private volatile long millis;

  CoarseClock() {
    this(System::nanoTime, System.currentTimeMillis());
  }

  CoarseClock(LongSupplier monotonic, long startMillis) {
    this.monotonic = monotonic;
    this.startNanos = monotonic.getAsLong();
    this.startMillis = startMillis;
    this.steppedAt = startNanos;
    this.millis = startMillis;
  }

  /** Returns the nanoseconds of the monotonic clock. */
  long nanos() {
    long now = monotonic.getAsLong();
    if (now - steppedAt >= STEP) {
      steppedAt = now;
      millis = startMillis + TimeUnit.NANOSECONDS.toMillis(now - startNanos);
    }
    return now;
  }

  @Override
  public long wallTime() {
    return millis;
  }

  @Override
  public long monotonicTime() {
    return monotonic.getAsLong();
  }
}
