package io.patternsdk.concurrency.pipeline;

import java.util.function.Consumer;

/**
 * A stage on one thread. It takes items one by one, and hands what it makes to the stage after it.
 * It never throws.
 */
abstract class Stage<T> implements Consumer<T> {
  private final StageState state;
  private final PipelineScope scope;
  private final StageCounts counts;

  Stage(StageState state) {
    this.state = state;
    this.scope = state.scope();
    this.counts = state.newCounts();
  }

  /** Fails an item without working on it. */
  final void refuse(T item, Throwable cause) {
    counts.add(StageCounts.IN);
    failed(item, cause);
  }

  /** Counts an item that has come; false if it is left because the pipeline has stopped. */
  final boolean begins(T item) {
    counts.add(StageCounts.IN);
    if (scope.stopped()) {
      state.leave(item, false);
      return false;
    }
    return true;
  }

  final void failed(T item, Throwable cause) {
    state.failed(counts, item, cause);
  }

  /** Leaves an item half done if the pipeline has stopped. */
  final boolean leftHalfDone(T item) {
    if (scope.stopped()) {
      state.leave(item, true);
      return true;
    }
    return false;
  }

  final void done() {
    counts.add(StageCounts.SETTLED);
  }

  final void handsOn() {
    counts.add(StageCounts.OUT);
  }
}
