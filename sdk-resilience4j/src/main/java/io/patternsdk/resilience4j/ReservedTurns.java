package io.patternsdk.resilience4j;

import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import java.time.Duration;

/** Turns that are reserved first and then waited for. */
record ReservedTurns(AtomicRateLimiter limiter) implements Turns {

  @Override
  public void take(Deadline deadline) {
    // A turn that is reserved and not used is lost: none is reserved that lies too far off.
    if (deadline.bounded()) {
      checkInTime(nanosToWait(), deadline);
    }
    long nanos = limiter.reservePermission();
    if (nanos < 0) {
      throw new RejectedException(
          Rejection.RATE, what() + " is used up", Duration.ofNanos(nanosToWait()));
    }
    checkInTime(nanos, deadline);
    pause(nanos);
  }

  private long nanosToWait() {
    return limiter.getDetailedMetrics().getNanosToWait();
  }

  private void checkInTime(long nanos, Deadline deadline) {
    if (deadline.passed() || nanos > deadline.remainingNanos()) {
      throw Refusals.deadline(what());
    }
  }

  private void pause(long nanos) {
    try {
      if (nanos > 0) {
        Clock.system().sleep(Duration.ofNanos(nanos));
      }
    } catch (InterruptedException e) {
      throw Refusals.interrupted(what(), e);
    }
  }

  private String what() {
    return "the rate limit " + limiter.getName();
  }
}
