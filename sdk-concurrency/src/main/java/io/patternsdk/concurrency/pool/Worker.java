package io.patternsdk.concurrency.pool;

import io.patternsdk.concurrency.internal.Pace;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A thread of a pool, from its first task until there is none. */
final class Worker implements Runnable {
  private final WorkerCrew crew;
  private final Thread thread;
  private final AtomicLong completed = new AtomicLong();
  private TaskBatch batch = TaskBatch.NONE;
  private long fetched;

  Worker(WorkerCrew crew, ThreadFactory threads) {
    this.crew = crew;
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
      for (Runnable task = crew.first(this); task != null; task = next()) {
        task.run();
        completed.lazySet(completed.getPlain() + 1);
      }
    } finally {
      crew.ended(this);
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
    return task == null ? fetch() : crew.taken(task);
  }

  private @Nullable Runnable fetch() {
    if (crew.collects()) {
      fetched = Pace.pause(fetched);
    }
    return crew.next(this);
  }

  /** Lets it take from a batch. The crew's lock is held. */
  void takeFrom(TaskBatch front) {
    batch = front;
  }

  /** Interrupts the task that it runs. The crew's lock is held. */
  void interrupt() {
    thread.interrupt();
  }
}
