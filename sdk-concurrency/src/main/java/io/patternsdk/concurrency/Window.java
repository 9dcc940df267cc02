package io.patternsdk.concurrency;

/** The outcomes by which a closed breaker judges; guarded by its lock. */
abstract sealed class Window extends Tally permits CountWindow, TimeWindow, NoWindow {

  /** Tells whether {@link #add} and {@link #advance} need the time. */
  abstract boolean needsTime();

  /** Lets outcomes that are too old fall out. */
  abstract void advance(long now);

  /** Adds an outcome; the oldest falls out. */
  abstract void add(boolean failed, boolean slow, long now);

  /** Tells whether one more quick success would change nothing. */
  abstract boolean indifferent();
}
