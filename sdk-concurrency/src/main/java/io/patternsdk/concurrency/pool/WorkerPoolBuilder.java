package io.patternsdk.concurrency.pool;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Nanos;

/** Builds worker pools. Not for use by several threads; each {@link #build} makes another one. */
public final class WorkerPoolBuilder {
  private final String name;
  private int workers = 10;
  private int queue = 1_000;
  private WhenFull whenFull = WhenFull.WAIT;
  private GuardListener listener = GuardListener.none();

  WorkerPoolBuilder(String name) {
    this.name = name;
  }

  /** How many tasks run at once; 10 unless said otherwise. */
  public WorkerPoolBuilder workers(int workers) {
    this.workers = Nanos.atLeastOne("workers", workers);
    return this;
  }

  /** How many tasks wait for a worker; 1,000 unless said otherwise, 0 for none. */
  public WorkerPoolBuilder queue(int tasks) {
    if (tasks < 0) {
      throw new IllegalArgumentException("queue is " + tasks + "; 0 or more is right");
    }
    queue = tasks;
    return this;
  }

  /** What happens to a task for which there is no room; the submitter waits by default. */
  public WorkerPoolBuilder whenFull(WhenFull whenFull) {
    this.whenFull = whenFull;
    return this;
  }

  /** Tells somebody about refusals. */
  public WorkerPoolBuilder listener(GuardListener listener) {
    this.listener = listener;
    return this;
  }

  /** Makes one, idle. */
  public WorkerPool build() {
    return new WorkerPool(
        new PoolExecutor(workers, queue, whenFull, new EventPublisher(name, listener)));
  }
}
