package io.patternsdk.concurrency;

/** Lets calls through and counts how they end. */
final class Closed implements BreakerPhase, Permit {
  private final CircuitBreaker breaker;
  private final BreakerRules rules;
  private final Window window;
  private int failuresInARow;

  /** Whether a quick success needs no lock; written under the lock. */
  private volatile boolean indifferent;

  Closed(CircuitBreaker breaker) {
    this.breaker = breaker;
    this.rules = breaker.rules();
    this.window = rules.window(breaker.madeAt(), breaker.clock());
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
    long now = rules.timed() || window.needsTime() ? breaker.clock().nanoTime() : 0;
    end(outcome, rules.slow(now - begun), now);
  }

  @Override
  public void end(Outcome outcome) {
    end(outcome, false, window.needsTime() ? breaker.clock().nanoTime() : 0);
  }

  private void end(Outcome outcome, boolean slow, long now) {
    boolean quickSuccess = outcome == Outcome.SUCCESS && !slow;
    if (quickSuccess && indifferent) {
      window.pass(now);
      // Once more, because a failure that came between may have been judged without this call.
      if (!indifferent) {
        judge(false, outcome, slow, now);
      }
    } else if (outcome != Outcome.IGNORED) {
      judge(true, outcome, slow, now);
    }
  }

  private void judge(boolean counts, Outcome outcome, boolean slow, long now) {
    boolean opens;
    breaker.lock();
    try {
      if (counts && breaker.isIn(this)) {
        count(outcome == Outcome.FAILURE, slow, now);
      }
      opens =
          breaker.isIn(this)
              && rules.exceeded(window, failuresInARow)
              && breaker.enter(new Open(breaker, 0));
    } finally {
      breaker.unlock();
    }
    if (opens) {
      breaker.announce(this, BreakerState.OPEN);
    }
  }

  private void count(boolean failed, boolean slow, long now) {
    window.add(failed, slow, now);
    failuresInARow = failed ? failuresInARow + 1 : 0;
    indifferent = failuresInARow == 0 && window.indifferent();
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
