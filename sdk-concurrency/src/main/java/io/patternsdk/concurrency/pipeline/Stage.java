package io.patternsdk.concurrency.pipeline;

import java.util.function.Consumer;

/**
 * A stage on one thread. It takes items one by one, and hands what it makes to the stage after it.
 * It never throws.
 */
abstract class Stage<T> implements Consumer<T> {
  private final StageBook book;
  private final PipelineScope scope;
  private final StageCounts counts;

  Stage(StageBook book) {
    this.book = book;
    this.scope = book.scope();
    this.counts = book.newCounts();
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
      book.leave(item, false);
      return false;
    }
    return true;
  }

  final void failed(T item, Throwable cause) {
    book.failed(counts, item, cause);
  }

  /** Leaves an item half done if the pipeline has stopped. */
  final boolean leftHalfDone(T item) {
    if (scope.stopped()) {
      book.leave(item, true);
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
