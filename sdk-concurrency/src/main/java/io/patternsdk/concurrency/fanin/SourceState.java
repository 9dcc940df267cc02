package io.patternsdk.concurrency.fanin;

/** How far a source of a fan-in is. */
public enum SourceState {
  /** It is being read. */
  RUNNING,
  /** It has ended. */
  ENDED,
  /** It has failed. */
  FAILED,
  /** It was not read to its end: the fan-in was cancelled, another source failed, time was up. */
  CANCELLED
}
