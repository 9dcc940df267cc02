package io.patternsdk.resilience4j;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.patternsdk.core.Deadline;

/** Turns that the limiter itself waits for, without saying how long that takes. */
record AwaitedTurns(RateLimiter limiter, BoundedWait turn) implements Turns {

  AwaitedTurns(RateLimiter limiter) {
    this(
        limiter,
        new BoundedWait(
            "the rate limit " + limiter.getName(),
            limiter::acquirePermission,
            () -> {})); // a turn cannot be given back
  }

  @Override
  public void take(Deadline deadline) {
    if (!turn.take(limiter.getRateLimiterConfig().getTimeoutDuration(), deadline)) {
      throw Refusals.rate(limiter, null);
    }
  }
}
