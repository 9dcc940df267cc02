package io.patternsdk.resilience4j;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.layer.Call;

/** A rate limiter that is waited for until the ambient deadline at most. */
sealed interface Turns permits ReservedTurns, AwaitedTurns {

  static Turns of(RateLimiter limiter) {
    return limiter instanceof AtomicRateLimiter atomic
        ? new ReservedTurns(atomic)
        : new AwaitedTurns(limiter);
  }

  RateLimiter limiter();

  /** Waits for a turn, or throws. */
  void take(Deadline deadline);

  /** Makes a call in its turn, and lets the limiter see how it ended. */
  default <T> T call(Call<T> next) {
    take(Deadline.current());
    T result;
    try {
      result = next.run();
    } catch (RuntimeException failure) {
      limiter().onError(failure);
      throw failure;
    }
    limiter().onResult(result);
    return result;
  }
}
