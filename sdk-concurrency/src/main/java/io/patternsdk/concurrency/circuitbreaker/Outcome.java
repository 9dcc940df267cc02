package io.patternsdk.concurrency.circuitbreaker;

/** What a finished call says about the health of what was called. */
public enum Outcome {
  /** It answered. */
  SUCCESS,
  /** It failed. */
  FAILURE,
  /** It says nothing: the call was refused, cancelled or wrong. */
  IGNORED
}
