package io.patternsdk.concurrency;

/** What a circuit breaker does with calls. */
public enum BreakerState {
  /** Lets them through and counts how they end. */
  CLOSED,
  /** Refuses them until its wait is over. */
  OPEN,
  /** Lets a few through as trials, and decides by them. */
  HALF_OPEN,
  /** Refuses them until somebody resets it. */
  FORCED_OPEN,
  /** Lets them through and counts nothing until somebody resets it. */
  DISABLED
}
