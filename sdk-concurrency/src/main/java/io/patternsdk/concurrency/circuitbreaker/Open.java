package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Refuses calls until its wait is over. */
final class Open implements BreakerPhase {
  private final CircuitBreaker breaker;
  private final int failedRounds;
  private final long until;
  private final RejectedException refusal;

  /**
   * Begins to wait.
   *
   * @param failedRounds how many rounds of trials have failed since the breaker was closed
   */
  Open(CircuitBreaker breaker, int failedRounds) {
    this.breaker = breaker;
    this.failedRounds = failedRounds;
    this.until = breaker.clock().nanoTime() + breaker.rules().waitAfter(failedRounds);
    this.refusal =
        RejectedException.shared(
            Rejection.OPEN, "the circuit breaker " + breaker.name() + " is open", this::timeLeft);
  }

  @Override
  public BreakerState state() {
    return BreakerState.OPEN;
  }

  private Duration timeLeft() {
    return Duration.ofNanos(Math.max(0, until - breaker.clock().nanoTime()));
  }

  @Override
  public @Nullable Permit tryAcquire() {
    if (breaker.clock().nanoTime() - until < 0) {
      return null;
    }
    breaker.lock();
    boolean moved;
    try {
      moved = breaker.isIn(this) && breaker.enter(new HalfOpen(breaker, failedRounds));
    } finally {
      breaker.unlock();
    }
    if (moved) {
      breaker.announce(this, BreakerState.HALF_OPEN, null);
    }
    return breaker.phase().tryAcquire();
  }

  @Override
  public RejectedException refusal() {
    return refusal;
  }

  @Override
  public BreakerSnapshot snapshot(TripLog trips, long refused) {
    return trips.snapshot(state(), new OutcomeCounts(), 0, 0, refused);
  }
}
