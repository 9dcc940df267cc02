package io.patternsdk.resilience4j;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Rejection;
import java.time.Duration;

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
    Duration longest = limiter.getRateLimiterConfig().getTimeoutDuration();
    if (!turn.take(longest, deadline)) {
      throw Refusals.after(longest, Rejection.RATE, turn.what() + " is used up");
    }
  }
}
