package io.patternsdk.concurrency.circuitbreaker;

/** How far a quick success came without the lock of its breaker. */
enum FastPath {
  /** It is counted, and nothing is to be judged by it. */
  COUNTED,

  /** It is counted; a failure that came meanwhile may have been judged without it. */
  COUNTED_UNJUDGED,

  /** It is not counted. */
  NOT_COUNTED
}
