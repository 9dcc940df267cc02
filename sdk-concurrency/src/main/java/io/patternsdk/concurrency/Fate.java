package io.patternsdk.concurrency;

/** What became of an item that failed. */
public enum Fate {
  /** The pipeline was stopped. */
  STOPPED,
  /** It was left out, and counted. */
  SKIPPED,
  /** It was handed to whoever takes dead letters. */
  DEAD_LETTERED
}
