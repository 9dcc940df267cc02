package io.patternsdk.concurrency.pipeline;

import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts what a thread has made into the buffer before the next stage. */
final class StageOutput implements Consumer<Object> {
  private final StageThread thread;
  private final StageQueue queue;
  private final @Nullable Lock turn;

  /**
   * Makes one.
   *
   * @param turn to be held while putting, where several threads put
   */
  StageOutput(StageThread thread, StageQueue queue, @Nullable Lock turn) {
    this.thread = thread;
    this.queue = queue;
    this.turn = turn;
  }

  @Override
  public void accept(Object item) {
    if (turn == null) {
      queue.put(thread.wrap(item));
      return;
    }
    turn.lock();
    try {
      queue.put(thread.wrap(item));
    } finally {
      turn.unlock();
    }
  }
}
