package io.patternsdk.concurrency.pipeline;

import java.util.function.Consumer;

/** What a pipeline does when a stage fails on an item, whatever it throws. Immutable. */
public sealed interface OnFailure {

  /** Stops the pipeline: nothing begins any more, what is under way is interrupted. */
  static OnFailure stop() {
    return new Stop();
  }

  /** Leaves the item out; it is counted, and the listener hears of it. */
  static OnFailure skip() {
    return new Skip();
  }

  /**
   * Hands the item to {@code consumer} and goes on. The consumer is called on the thread of the
   * stage, by several threads at once where the stage is parallel; what it throws stops the
   * pipeline.
   */
  static OnFailure deadLetter(Consumer<? super FailedItem> consumer) {
    return new DeadLetter(consumer);
  }

  /** Stops the pipeline. */
  record Stop() implements OnFailure {}

  /** Leaves the item out. */
  record Skip() implements OnFailure {}

  /**
   * Hands the item on.
   *
   * @param consumer to whom
   */
  record DeadLetter(Consumer<? super FailedItem> consumer) implements OnFailure {}
}
