package io.patternsdk.concurrency.circuitbreaker;

/**
 * The outcomes by which a closed breaker judges, as they were when one was last added or it was
 * advanced; guarded by the breaker's lock, but for {@link #tryAdd}.
 */
abstract sealed class Window extends OutcomeCounts permits CountWindow, TimeWindow, NoWindow {

  /** Tells whether the times it is handed mean anything. */
  abstract boolean needsTime();

  /** Lets outcomes that are too old fall out, and sees what has passed. */
  abstract void advance(long now);

  /** Adds an outcome; what is too old falls out. */
  abstract void add(boolean failed, boolean slow, long now);

  /** Adds a quick success without the lock, unless one may open the breaker now. */
  abstract FastPath tryAdd(long now);

  /** Counts the failures since the last success. */
  abstract int failuresInARow();

  /** Returns a number of calls that is quick to know and not above {@link #calls}. */
  int fewestCalls() {
    return calls();
  }
}
