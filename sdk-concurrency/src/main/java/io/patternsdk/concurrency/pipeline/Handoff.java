package io.patternsdk.concurrency.pipeline;

import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts what a thread has made into the buffer before the next stage. */
final class Handoff implements Consumer<Object> {
  private final Lane lane;
  private final StageQueue queue;
  private final @Nullable Lock turn;

  /**
   * Makes one.
   *
   * @param turn to be held while putting, where several threads put
   */
  Handoff(Lane lane, StageQueue queue, @Nullable Lock turn) {
    this.lane = lane;
    this.queue = queue;
    this.turn = turn;
  }

  @Override
  public void accept(Object item) {
    if (turn == null) {
      queue.put(lane.parcel(item));
      return;
    }
    turn.lock();
    try {
      queue.put(lane.parcel(item));
    } finally {
      turn.unlock();
    }
  }
}
