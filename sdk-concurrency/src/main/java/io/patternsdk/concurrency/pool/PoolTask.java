package io.patternsdk.concurrency.pool;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** A task of a pool and its future; once cancelled it takes no place in the queue any more. */
final class PoolTask<T> extends FutureTask<T> implements QueuedTask {
  private final PoolExecutor executor;
  private @Nullable Callable<T> work;
  private TaskBatch batch = TaskBatch.NONE;
  private int index;

  PoolTask(PoolExecutor executor, Callable<T> work) {
    super(work);
    this.executor = executor;
    this.work = work;
  }

  @Override
  public void placed(TaskBatch batch, int index) {
    this.batch = batch;
    this.index = index;
  }

  @Override
  public boolean leave(TaskQueue queue) {
    return queue.remove(batch, index);
  }

  @Override
  protected void done() {
    work = null; // the future may outlive it
    if (isCancelled()) {
      executor.remove(this);
    }
  }

  /** Cancels it and returns its work; null if somebody has been quicker. */
  @Nullable Callable<T> abandon() {
    Callable<T> left = work;
    return cancel(false) ? left : null;
  }
}
