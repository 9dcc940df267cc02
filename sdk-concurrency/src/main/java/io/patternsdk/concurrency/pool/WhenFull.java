package io.patternsdk.concurrency.pool;

/** What a worker pool does with a task for which its queue has no room. */
public enum WhenFull {
  /** The submitter waits for room, at most until its ambient deadline. */
  WAIT,
  /** The task is refused as FULL. */
  REJECT,
  /** The submitter runs it. */
  CALLER_RUNS
}
