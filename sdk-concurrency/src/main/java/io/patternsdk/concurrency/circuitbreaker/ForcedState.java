package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.core.RejectedException;
import org.jspecify.annotations.Nullable;

/** A state that somebody ordered: lets everything through or nothing, and counts nothing. */
record ForcedState(BreakerState state, RejectedException refusal) implements BreakerPhase, Permit {

  @Override
  public @Nullable Permit tryAcquire() {
    return state == BreakerState.DISABLED ? this : null;
  }

  @Override
  public long begin() {
    return 0;
  }

  @Override
  public void end(Outcome outcome, long begun) {}

  @Override
  public void end(Outcome outcome) {}

  @Override
  public BreakerSnapshot snapshot(TripLog trips, long refused) {
    return trips.snapshot(state, new OutcomeCounts(), 0, 0, refused);
  }
}
