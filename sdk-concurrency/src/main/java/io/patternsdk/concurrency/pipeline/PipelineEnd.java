package io.patternsdk.concurrency.pipeline;

/** How a pipeline ended. */
public enum PipelineEnd {
  /** Everything that was accepted has gone through. */
  COMPLETED,
  /** An item failed, and that stops it. */
  FAILED,
  /** Its deadline came first. */
  TIMED_OUT,
  /** It was cancelled, or whoever ran it was interrupted. */
  CANCELLED
}
