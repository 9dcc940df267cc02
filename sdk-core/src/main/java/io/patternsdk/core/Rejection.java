package io.patternsdk.core;

/** Why a call was refused before the backend saw it. */
public enum Rejection {
  /** The circuit breaker is open. */
  OPEN,
  /** The circuit breaker is half-open, and the trials that it lets through are under way. */
  HALF_OPEN,
  /** The bulkhead or a queue is full. */
  FULL,
  /** The rate limit is used up. */
  RATE,
  /** The deadline had passed, or would have before the call could start. */
  DEADLINE
}
