package io.patternsdk.concurrency.pipeline;

import io.patternsdk.concurrency.internal.Nanos;
import io.patternsdk.core.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stage that is to be.
 *
 * @param name its name
 * @param onFailure what becomes of an item that it fails on
 * @param buffer how many items wait before it; 0 if it needs no buffer of its own
 * @param work what it does
 */
record StageSpec(String name, OnFailure onFailure, int buffer, Work work) {

  /** What a stage does. */
  sealed interface Work {}

  /**
   * Works on items one by one.
   *
   * @param parallel how many at once; null for one after the other
   * @param maker makes the stage for one thread
   */
  record Each(@Nullable Parallel<Object> parallel, Maker maker) implements Work {}

  /**
   * Makes lists of items.
   *
   * @param size how many at most
   * @param linger how long one waits for others
   */
  record Batching(int size, Duration linger) implements Work {
    BatchingInput intake(StageState state, StageQueue queue, Clock clock) {
      return new BatchingInput(state, queue, size, Nanos.of(linger), clock);
    }
  }

  /** Makes a stage for one thread. */
  interface Maker {
    Stage<Object> make(StageState state, Consumer<Object> next);
  }
}
