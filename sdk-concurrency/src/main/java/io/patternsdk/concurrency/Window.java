package io.patternsdk.concurrency;

/** The outcomes by which a closed breaker judges; guarded by its lock, but for {@link #pass}. */
abstract sealed class Window extends Tally permits CountWindow, TimeWindow, NoWindow {

  /** Tells whether the times it is handed mean anything. */
  abstract boolean needsTime();

  /** Lets outcomes that are too old fall out. */
  abstract void advance(long now);

  /** Adds an outcome; what is too old falls out. */
  abstract void add(boolean failed, boolean slow, long now);

  /**
   * Tells whether one more quick success can neither open the breaker nor change the window in
   * another way than {@link #pass} does.
   */
  abstract boolean indifferent();

  /** Adds a quick success while it is indifferent; needs no lock. */
  void pass(long now) {}

  /** Returns a number of calls that is quick to know and not above {@link #calls}. */
  int fewestCalls() {
    return calls();
  }
}
