package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.core.RejectedException;
import org.jspecify.annotations.Nullable;

/** One stay of a breaker in one state. It lasts until the breaker moves to another one. */
sealed interface BreakerPhase permits Closed, Open, HalfOpen, ForcedState {

  BreakerState state();

  /**
   * Admits a call or returns null; may move the breaker on. The permit is this phase or the one
   * that the breaker moved to.
   */
  @Nullable Permit tryAcquire();

  /** Returns what is thrown at whoever gets no permit while it lasts; one object for all. */
  RejectedException refusal();

  /** Describes it; the breaker's lock is held. */
  BreakerSnapshot snapshot(TripLog trips, long refused);
}
