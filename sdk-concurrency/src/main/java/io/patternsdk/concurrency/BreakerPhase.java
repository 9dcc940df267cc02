package io.patternsdk.concurrency;

import org.jspecify.annotations.Nullable;

/** One stay of a breaker in one state. It lasts until the breaker moves to another one. */
sealed interface BreakerPhase permits Closed, Open, HalfOpen, Fixed {

  BreakerState state();

  /**
   * Admits a call or returns null; may move the breaker on. The permit is this phase or the one
   * that the breaker moved to.
   */
  @Nullable Permit tryAcquire();

  /** Describes it; the breaker's lock is held. */
  BreakerSnapshot snapshot(long refused);
}
