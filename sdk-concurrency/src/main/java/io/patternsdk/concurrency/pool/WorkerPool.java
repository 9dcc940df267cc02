package io.patternsdk.concurrency.pool;

import io.patternsdk.concurrency.Report;
import io.patternsdk.concurrency.Step;
import io.patternsdk.concurrency.internal.BulkTask;
import io.patternsdk.concurrency.internal.CompletionPolicy;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs tasks on virtual threads, a limited number at once, with a queue of limited length before
 * them. A task runs under the ambient deadline of whoever submitted it; its future keeps what it
 * makes or throws.
 *
 * <p>Workers are started when there is work and end when there is none, so an idle pool holds
 * nothing. After a {@link #drain} it may be used again. A task must not wait for another task of
 * the same pool, which may never get a worker.
 *
 * {@snippet class="io.patternsdk.concurrency.examples.WorkExamplesTest" region="worker-pool" :
 * try (WorkerPool pool = WorkerPool.named("multicast").workers(10).queue(1_000).build()) {
 *   Report<Boolean> report = pool.all(identities, identity -> send(identity));
 * }
 * }
 *
 * <p>Safe for use by any number of threads.
 */
public final class WorkerPool implements AutoCloseable {
  private final PoolExecutor executor;

  WorkerPool(PoolExecutor executor) {
    this.executor = executor;
  }

  /** Begins to build one. */
  public static WorkerPoolBuilder named(String name) {
    return new WorkerPoolBuilder(name);
  }

  /** Returns its name. */
  public String name() {
    return executor.name();
  }

  /**
   * Submits a task. What happens when the queue is full is decided when the pool is built. If its
   * deadline comes before it begins, it is not begun, and its future holds a RejectedException.
   *
   * <p>Cancelling the future takes a task that has not begun out of the queue.
   *
   * @throws IllegalStateException if a task of this pool would have to wait for room in it: every
   *     worker might wait so
   * @throws io.patternsdk.core.RejectedException FULL if the queue is, DEADLINE if the ambient
   *     deadline has come while waiting for room
   * @throws io.patternsdk.core.BackendException CLOSED if the pool is closed or being drained,
   *     CANCELLED if interrupted while waiting for room
   */
  public <T> Future<T> submit(Callable<T> task) {
    PoolTask<T> future = future(task);
    executor.add(future);
    return future;
  }

  /** Submits a task without a result, as {@link #submit} does. */
  public Future<?> execute(Runnable task) {
    return submit(Executors.callable(task));
  }

  /**
   * Submits a task if there is room for it now; neither waits nor throws. Nothing is taken by a
   * pool that is closed or being drained.
   */
  public <T> Optional<Future<T>> trySubmit(Callable<T> task) {
    PoolTask<T> future = future(task);
    return executor.offer(future) ? Optional.of(future) : Optional.empty();
  }

  private <T> PoolTask<T> future(Callable<T> task) {
    return new PoolTask<>(
        executor,
        Deadline.current().bounded()
            ? Deadline.carry(() -> executor.inTime(task))
            : Deadline.carry(task));
  }

  /**
   * Does one thing to many inputs and waits for the results: workers claim inputs one by one, with
   * one place in the queue for each worker instead of each input. At the ambient deadline, or when
   * the pool's drain ends, those that still work are interrupted and not waited for; the report
   * says what had ended until then.
   *
   * @throws IllegalStateException if called by a task of this pool, for which no worker may be left
   * @throws io.patternsdk.core.RejectedException as for {@link #submit}
   * @throws io.patternsdk.core.BackendException as for {@link #submit}, also CANCELLED if
   *     interrupted while waiting for results
   */
  public <I, T> Report<T> all(List<? extends I> inputs, Step<? super I, ? extends T> step) {
    List<I> fixed = List.copyOf(inputs);
    if (fixed.isEmpty()) {
      return new Report<>(List.of());
    }
    BulkTask<I, T> bulk = new BulkTask<>(fixed, step, CompletionPolicy.EVERY_RESULT);
    executor.checkOutside();
    AtomicReference<BulkShare> next = new AtomicReference<>();
    executor.begin(bulk);
    try {
      executor.add(
          queued(
              bulk.worker(executor.workers() - 1, work -> executor.extend(queued(work, next))),
              next));
      return bulk.await();
    } finally {
      executor.end(bulk);
      executor.remove(next.get());
    }
  }

  /** Makes the share of a bulk that is the next to begin: there is one at a time. */
  private static BulkShare queued(Runnable work, AtomicReference<BulkShare> next) {
    BulkShare share = new BulkShare(work);
    next.set(share);
    return share;
  }

  /**
   * Refuses new tasks, waits until all are done or the deadline has come, then takes those that
   * have not begun out of the queue and cancels their futures, interrupts those that run, without
   * waiting for them, and accepts tasks again.
   *
   * @return what was left
   * @throws IllegalStateException if called by a task of this pool, which would wait for itself
   * @throws io.patternsdk.core.BackendException CANCELLED if interrupted; nothing is taken out then
   */
  public DrainReport drain(Deadline deadline) {
    executor.checkOutside();
    return executor.drain(deadline);
  }

  /** Describes it at one moment. */
  public PoolSnapshot snapshot() {
    return executor.snapshot();
  }

  /**
   * Refuses new tasks for good and drains it until the ambient deadline, or until the calling
   * thread is interrupted; what had not begun then is cancelled, and what runs is interrupted.
   * Repeating does no harm.
   *
   * @throws IllegalStateException if called by a task of this pool, which would wait for itself
   * @throws io.patternsdk.core.BackendException CANCELLED if interrupted, after that
   */
  @Override
  public void close() {
    executor.checkOutside();
    executor.close();
    try {
      executor.drain(Deadline.current());
    } catch (BackendException interrupted) {
      executor.drain(Deadline.after(Duration.ZERO));
      throw interrupted;
    }
  }

  @Override
  public String toString() {
    return "worker pool " + name() + " " + snapshot();
  }
}
