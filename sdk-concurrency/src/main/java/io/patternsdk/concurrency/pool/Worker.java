package io.patternsdk.concurrency.pool;

import io.patternsdk.concurrency.internal.ContentionBackoff;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A thread of a pool, from its first task until there is none. */
final class Worker implements Runnable {
  private final PoolExecutor executor;
  private final Thread thread;
  private final AtomicLong completed = new AtomicLong();
  private TaskBatch batch = TaskBatch.NONE;
  private long fetched;

  Worker(PoolExecutor executor, ThreadFactory threads) {
    this.executor = executor;
    this.thread = threads.newThread(this);
  }

  void start() {
    thread.start();
  }

  /** Tells whether it is the thread that asks. */
  boolean isCaller() {
    return Thread.currentThread().equals(thread);
  }

  /** How many tasks it has ended. */
  long completed() {
    return completed.get();
  }

  @Override
  public void run() {
    try {
      fetched = System.nanoTime();
      for (Runnable task = executor.first(this); task != null; task = next()) {
        task.run();
        completed.lazySet(completed.getPlain() + 1);
      }
    } finally {
      executor.ended(this);
    }
  }

  /**
   * An interrupt was for the task that has ended. A drain closes the batch before it interrupts; so
   * whoever knows its batch, forgets an interrupt and then takes a task from that batch takes none
   * for which the interrupt was not meant.
   */
  private @Nullable Runnable next() {
    Thread.interrupted();
    Runnable task = batch.poll();
    return task == null ? fetch() : executor.taken(task);
  }

  private @Nullable Runnable fetch() {
    if (executor.collects()) {
      fetched = ContentionBackoff.pause(fetched);
    }
    return executor.next(this);
  }

  /** Lets it take from a batch. The executor's lock is held. */
  void takeFrom(TaskBatch front) {
    batch = front;
  }

  /** Interrupts the task that it runs. The executor's lock is held. */
  void interrupt() {
    thread.interrupt();
  }
}
