package io.patternsdk.concurrency;

import org.jspecify.annotations.Nullable;

/** One round of trials. If a trial never ends, the round is given up and another one begins. */
final class HalfOpen implements BreakerPhase, Permit {
  private final CircuitBreaker breaker;
  private final BreakerRules rules;
  private final int failedRounds;
  private final Tally ended = new Tally();
  private int inFlight;
  private long lastBegan;

  HalfOpen(CircuitBreaker breaker, int failedRounds) {
    this.breaker = breaker;
    this.rules = breaker.rules();
    this.failedRounds = failedRounds;
  }

  @Override
  public BreakerState state() {
    return BreakerState.HALF_OPEN;
  }

  @Override
  public @Nullable Permit tryAcquire() {
    breaker.lock();
    try {
      if (breaker.isIn(this)) {
        return admit(breaker.clock().nanoTime());
      }
    } finally {
      breaker.unlock();
    }
    return breaker.phase().tryAcquire();
  }

  private @Nullable Permit admit(long now) {
    if (inFlight + ended.calls() < rules.trials()) {
      inFlight++;
      lastBegan = now;
      return this;
    }
    if (now - lastBegan < rules.trialLimit()) {
      return null;
    }
    HalfOpen another = new HalfOpen(breaker, failedRounds);
    breaker.enter(another);
    return another.admit(now);
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
    BreakerPhase next = this;
    breaker.lock();
    try {
      if (breaker.isIn(this)) {
        inFlight--;
        next = judge(outcome, slow);
        breaker.enter(next);
      }
    } finally {
      breaker.unlock();
    }
    breaker.announce(this, next.state());
  }

  private BreakerPhase judge(Outcome outcome, boolean slow) {
    if (outcome == Outcome.IGNORED) {
      return this;
    }
    ended.count(1, outcome == Outcome.FAILURE ? 1 : 0, slow ? 1 : 0);
    if (rules.trialsFailed(ended)) {
      return new Open(breaker, failedRounds + 1);
    }
    return ended.calls() == rules.trials() ? new Closed(breaker) : this;
  }

  @Override
  public BreakerSnapshot snapshot(long refused) {
    return new BreakerSnapshot(
        state(), ended.calls(), ended.failures(), ended.slow(), 0, inFlight, refused);
  }
}
