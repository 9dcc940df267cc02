package io.patternsdk.concurrency.ratelimit;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Nanos;
import io.patternsdk.core.Clock;
import java.time.Duration;

/** Builds rate limiters. Not for use by several threads; each {@link #build} makes another one. */
public final class RateLimiterBuilder {
  private final String name;
  private long interval = Duration.ofMillis(10).toNanos();
  private int burst = 1;
  private Duration longestWait = Duration.ofSeconds(5);
  private Clock clock = Clock.system();
  private GuardListener listener = GuardListener.none();

  RateLimiterBuilder(String name) {
    this.name = name;
  }

  /**
   * So many calls in each {@code period}; 100 a second unless said otherwise. The time from one to
   * the next is rounded up to a nanosecond.
   *
   * @throws IllegalArgumentException if that is more than a million a second or fewer than one a
   *     day, where whole nanoseconds or a long would no longer do
   */
  public RateLimiterBuilder rate(double calls, Duration period) {
    double nanos = Nanos.of(Nanos.positive("period", period)) / calls;
    if (!(nanos >= 1_000 && nanos <= Duration.ofDays(1).toNanos())) {
      throw new IllegalArgumentException(
          "rate is " + calls + " in " + period + "; from 1 a day to 1,000,000 a second works");
    }
    interval = (long) Math.ceil(nanos);
    return this;
  }

  /** How many may start at once after a pause; 1 unless said otherwise, at most 10,000. */
  public RateLimiterBuilder burst(int calls) {
    if (calls < 1 || calls > 10_000) {
      throw new IllegalArgumentException("burst is " + calls + "; from 1 to 10,000 works");
    }
    burst = calls;
    return this;
  }

  /** How long a call waits for its turn; 5 s unless said otherwise, zero to refuse at once. */
  public RateLimiterBuilder longestWait(Duration wait) {
    longestWait = Nanos.notNegative("longest wait", wait);
    return this;
  }

  /** Takes another clock than the machine's. */
  public RateLimiterBuilder clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /** Tells somebody about refusals. */
  public RateLimiterBuilder listener(GuardListener listener) {
    this.listener = listener;
    return this;
  }

  /** Makes one with its burst whole. */
  public RateLimiter build() {
    return new RateLimiter(
        interval, burst, Nanos.of(longestWait), clock, new EventPublisher(name, listener));
  }
}
