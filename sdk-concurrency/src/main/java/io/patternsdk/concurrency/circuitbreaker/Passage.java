package io.patternsdk.concurrency.circuitbreaker;

/** How far a quick success came without the lock of its breaker. */
enum Passage {
  /** It is counted, and nothing is to be judged by it. */
  WHOLE,

  /** It is counted; a failure that came meanwhile may have been judged without it. */
  UNJUDGED,

  /** It is not counted. */
  NONE
}
