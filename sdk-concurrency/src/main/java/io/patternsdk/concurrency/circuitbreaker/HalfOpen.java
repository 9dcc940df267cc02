package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.BreakerTrip;
import io.patternsdk.core.RejectedException;
import org.jspecify.annotations.Nullable;

/** One round of trials. If a trial never ends, the round is given up and another one begins. */
final class HalfOpen implements BreakerPhase, Permit {
  private final CircuitBreaker breaker;
  private final BreakerRules rules;
  private final int failedRounds;
  private final OutcomeCounts ended = new OutcomeCounts();
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
    if (inFlight + ended.calls() < rules.halfOpenTrials()) {
      inFlight++;
      lastBegan = now;
      return this;
    }
    if (now - lastBegan < rules.trialTimeout()) {
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
    BreakerState next = state();
    BreakerTrip trip = null;
    breaker.lock();
    try {
      if (breaker.isIn(this)) {
        inFlight--;
        trip = outcome == Outcome.IGNORED ? null : judge(outcome, slow);
        next = breaker.phase().state();
      }
    } finally {
      breaker.unlock();
    }
    breaker.announce(this, next, trip);
  }

  /** Counts a trial and moves on when all are decided; returns why they failed, or null. */
  private @Nullable BreakerTrip judge(Outcome outcome, boolean slow) {
    ended.count(1, outcome == Outcome.FAILURE ? 1 : 0, slow ? 1 : 0);
    BreakerTrip trip = rules.trialsFailed(ended);
    if (trip != null) {
      breaker.open(trip, new Open(breaker, failedRounds + 1));
    } else if (ended.calls() == rules.halfOpenTrials()) {
      breaker.enter(new Closed(breaker));
    }
    return trip;
  }

  @Override
  public RejectedException refusal() {
    return breaker.isOnTrial();
  }

  @Override
  public BreakerSnapshot snapshot(TripLog trips, long refused) {
    return trips.snapshot(state(), ended, 0, inFlight, refused);
  }
}
