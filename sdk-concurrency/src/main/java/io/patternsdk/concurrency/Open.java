package io.patternsdk.concurrency;

import org.jspecify.annotations.Nullable;

/** Refuses calls until its wait is over. */
final class Open implements BreakerPhase {
  private final CircuitBreaker breaker;
  private final int failedRounds;
  private final long until;

  /**
   * Begins to wait.
   *
   * @param failedRounds how many rounds of trials have failed since the breaker was closed
   */
  Open(CircuitBreaker breaker, int failedRounds) {
    this.breaker = breaker;
    this.failedRounds = failedRounds;
    this.until = breaker.clock().nanoTime() + breaker.rules().waitAfter(failedRounds);
  }

  @Override
  public BreakerState state() {
    return BreakerState.OPEN;
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
      breaker.announce(this, BreakerState.HALF_OPEN);
    }
    return breaker.phase().tryAcquire();
  }

  @Override
  public BreakerSnapshot snapshot(long refused) {
    return new BreakerSnapshot(state(), 0, 0, 0, 0, 0, refused);
  }
}
