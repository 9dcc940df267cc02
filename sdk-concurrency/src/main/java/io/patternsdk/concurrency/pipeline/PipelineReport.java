package io.patternsdk.concurrency.pipeline;

import io.patternsdk.concurrency.Result;
import java.util.List;
import java.util.Optional;

/**
 * What became of a pipeline. Immutable.
 *
 * @param end how it ended
 * @param failure the first failure that stopped it; later ones are suppressed in its cause
 * @param unfinished what was accepted and not finished. An item in a step that has not ended within
 *     a second of its interrupt is not listed, only counted as waiting
 * @param counts its stages as they ended
 */
public record PipelineReport(
    PipelineEnd end,
    Optional<FailedItem> failure,
    List<UnfinishedItem> unfinished,
    PipelineSnapshot counts) {

  /** Copies what was left. */
  public PipelineReport {
    unfinished = List.copyOf(unfinished);
  }

  /** Tells whether everything that was accepted has gone through. */
  public boolean completed() {
    return end == PipelineEnd.COMPLETED;
  }

  /**
   * Returns this if it completed; throws what stopped it otherwise: unchecked exceptions and errors
   * as they are, others as cause of a BackendException of kind UNKNOWN.
   *
   * @throws io.patternsdk.core.BackendException CANCELLED if it was cancelled or timed out
   */
  public PipelineReport orThrow() {
    if (failure.isPresent()) {
      new Result.Failure<>(failure.get().cause()).orThrow();
    } else if (!completed()) {
      new Result.Unfinished<>(true).orThrow();
    }
    return this;
  }
}
