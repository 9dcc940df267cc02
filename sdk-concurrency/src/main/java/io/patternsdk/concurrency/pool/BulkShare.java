package io.patternsdk.concurrency.pool;

/** What one worker of a pool does for a bulk. */
final class BulkShare implements QueuedTask {
  private final Runnable work;
  private TaskBatch batch = TaskBatch.NONE;
  private int index;

  BulkShare(Runnable work) {
    this.work = work;
  }

  @Override
  public void run() {
    work.run();
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
}
