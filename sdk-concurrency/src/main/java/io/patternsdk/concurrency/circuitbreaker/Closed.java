package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.BreakerTrip;
import io.patternsdk.core.RejectedException;

/** Lets calls through and counts how they end. */
final class Closed implements BreakerPhase, Permit {
  private final CircuitBreaker breaker;
  private final BreakerRules rules;
  private final Window window;

  Closed(CircuitBreaker breaker) {
    this.breaker = breaker;
    this.rules = breaker.rules();
    this.window = rules.window(breaker.madeAt(), breaker.clock());
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
    FastPath path = quickSuccess ? window.tryAdd(now) : FastPath.NOT_COUNTED;
    if (path != FastPath.COUNTED && outcome != Outcome.IGNORED) {
      judge(path == FastPath.NOT_COUNTED, outcome, slow, now);
    }
  }

  private void judge(boolean counts, Outcome outcome, boolean slow, long now) {
    BreakerTrip trip = null;
    breaker.lock();
    try {
      if (counts && breaker.isIn(this)) {
        window.add(outcome == Outcome.FAILURE, slow, now);
      } else {
        window.advance(now);
      }
      if (breaker.isIn(this)) {
        trip = rules.exceeded(window);
        if (trip != null) {
          breaker.open(trip, new Open(breaker, 0));
        }
      }
    } finally {
      breaker.unlock();
    }
    if (trip != null) {
      breaker.announce(this, BreakerState.OPEN, trip);
    }
  }

  @Override
  public RejectedException refusal() {
    return breaker.wasOpen();
  }

  @Override
  public BreakerSnapshot snapshot(TripLog trips, long refused) {
    window.advance(window.needsTime() ? breaker.clock().nanoTime() : 0);
    return trips.snapshot(state(), window, window.failuresInARow(), 0, refused);
  }
}
