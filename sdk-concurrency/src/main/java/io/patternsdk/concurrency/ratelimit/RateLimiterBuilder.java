package io.patternsdk.concurrency.ratelimit;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Nanos;
import io.patternsdk.core.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Builds rate limiters. Not for use by several threads; each {@link #build} makes another one. */
public final class RateLimiterBuilder {
  private static final int MOST_BURST = 10_000;

  private final String name;
  private long interval;
  private int calls;
  private @Nullable Integer burst;
  private Duration timeout = Duration.ZERO;
  private Clock clock = Clock.system();
  private GuardListener listener = GuardListener.none();

  RateLimiterBuilder(String name) {
    this.name = name;
  }

  /**
   * So many calls in each {@code period}; it has to be said. The time from one to the next is
   * rounded up to a nanosecond.
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
    this.calls = (int) Math.clamp(calls, 1, MOST_BURST);
    return this;
  }

  /**
   * How many may start at once after a pause; as many as the rate has in its period unless said
   * otherwise, at most 10,000.
   */
  public RateLimiterBuilder burst(int calls) {
    if (calls < 1 || calls > MOST_BURST) {
      throw new IllegalArgumentException("burst is " + calls + "; from 1 to 10,000 works");
    }
    burst = calls;
    return this;
  }

  /** How long a call waits for its turn; unless said otherwise it is refused at once. */
  public RateLimiterBuilder timeout(Duration timeout) {
    this.timeout = Nanos.notNegative("timeout", timeout);
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

  /**
   * Makes one with its burst whole.
   *
   * @throws IllegalStateException if no rate was said
   */
  public RateLimiter build() {
    if (interval == 0) {
      throw new IllegalStateException("the rate limiter " + name + " has no rate");
    }
    return new RateLimiter(
        interval,
        burst == null ? calls : burst,
        Nanos.of(timeout),
        clock,
        new EventPublisher(name, listener));
  }
}
