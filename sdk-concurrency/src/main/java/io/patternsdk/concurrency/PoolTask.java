package io.patternsdk.concurrency;

import java.util.concurrent.FutureTask;

/** What a worker runs. It never throws. */
sealed interface PoolTask extends Runnable {

  /**
   * Somebody's task, whose future keeps what it makes or throws.
   *
   * @param future the task
   */
  record Single(FutureTask<?> future) implements PoolTask {
    @Override
    public void run() {
      future.run();
    }
  }

  /**
   * One share of a bulk.
   *
   * @param bulk the bulk
   * @param work what a worker does for it
   */
  record Share(Scatter<?, ?> bulk, Runnable work) implements PoolTask {
    @Override
    public void run() {
      work.run();
    }
  }
}
