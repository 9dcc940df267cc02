package io.patternsdk.concurrency.pool;

/** Work in the queue of a pool that knows its place there. Guarded by the pool's lock. */
interface QueuedTask extends Runnable {

  /** Learns its place. */
  void placed(TaskBatch batch, int index);

  /** Leaves the queue; false if it is not in there. */
  boolean leave(TaskQueue queue);
}
