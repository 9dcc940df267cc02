package io.patternsdk.concurrency;

/** Lets calls through and counts how they end. */
final class Closed implements BreakerPhase, Permit {
  private final CircuitBreaker breaker;
  private final BreakerRules rules;
  private final Window window;
  private int failuresInARow;

  /**
   * One more quick success would change nothing, so it need not be counted: reading this is where
   * it takes effect. Written under the lock.
   */
  private volatile boolean indifferent;

  Closed(CircuitBreaker breaker) {
    this.breaker = breaker;
    this.rules = breaker.rules();
    this.window = rules.window(breaker.clock());
    this.indifferent = window.indifferent();
  }

  @Override
  public BreakerState state() {
    return BreakerState.CLOSED;
  }

  @Override
  public Permit tryAcquire() {
    return this;
  }

  @Override
  public long begin() {
    return rules.timed() ? breaker.clock().nanoTime() : 0;
  }

  @Override
  public void end(Outcome outcome, long begun) {
    end(outcome, rules.timed() && rules.slow(breaker.clock().nanoTime() - begun));
  }

  @Override
  public void end(Outcome outcome) {
    end(outcome, false);
  }

  private void end(Outcome outcome, boolean slow) {
    if (outcome == Outcome.IGNORED || (outcome == Outcome.SUCCESS && !slow && indifferent)) {
      return;
    }
    breaker.lock();
    boolean opens;
    try {
      opens =
          breaker.isIn(this)
              && count(outcome == Outcome.FAILURE, slow)
              && breaker.enter(new Open(breaker, 0));
    } finally {
      breaker.unlock();
    }
    if (opens) {
      breaker.announce(this, BreakerState.OPEN);
    }
  }

  /** Counts an outcome and tells whether the breaker must open. */
  private boolean count(boolean failed, boolean slow) {
    window.add(failed, slow, window.needsTime() ? breaker.clock().nanoTime() : 0);
    failuresInARow = failed ? failuresInARow + 1 : 0;
    indifferent = failuresInARow == 0 && window.indifferent();
    return rules.exceeded(window, failuresInARow);
  }

  @Override
  public BreakerSnapshot snapshot(long refused) {
    if (window.needsTime()) {
      window.advance(breaker.clock().nanoTime());
    }
    return new BreakerSnapshot(
        state(), window.calls(), window.failures(), window.slow(), failuresInARow, 0, refused);
  }
}
