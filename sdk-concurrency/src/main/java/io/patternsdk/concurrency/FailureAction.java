package io.patternsdk.concurrency;

/** What was done about an item that failed. */
public enum FailureAction {
  /** The pipeline was stopped. */
  STOPPED,
  /** It was left out, and counted. */
  SKIPPED,
  /** It was handed to whoever takes dead letters. */
  DEAD_LETTERED
}
