package io.patternsdk.concurrency;

/** By which rule a circuit breaker opens. */
public enum BreakerRule {
  /** So many failures in a row; when half-open, a single failed trial. */
  CONSECUTIVE_FAILURES,
  /** A share of failures in the window, or of the trials. */
  FAILURE_RATE,
  /** A share of slow calls in the window, or of the trials. */
  SLOW_CALL_RATE
}
