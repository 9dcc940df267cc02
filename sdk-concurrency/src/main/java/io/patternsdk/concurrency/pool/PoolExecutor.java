package io.patternsdk.concurrency.pool;

import io.patternsdk.concurrency.internal.BulkTask;
import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Interrupted;
import io.patternsdk.concurrency.internal.Refusals;
import io.patternsdk.concurrency.internal.SpinThenParkLock;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a pool and the queue before them. Submitters take turns at a lock; workers take
 * from the front of the queue without it, and need it only to fetch the next batch.
 *
 * <p>At most one worker at a time is on its way to its first task: it calls the next one if there
 * is more to do, so that trivial tasks are not met by as many threads as there may be.
 */
final class PoolExecutor {
  private static final int ROOM_TO_COLLECT = 64; // as many as come within a pause, and some more

  private final int most;
  private final int room;
  private final WhenFull whenFull;
  private final EventPublisher publisher;
  private final ThreadFactory threads;

  private final ReentrantLock lock = new SpinThenParkLock();
  private final Condition roomLeft = lock.newCondition();
  private final Condition idle = lock.newCondition();
  private final TaskQueue queue = new TaskQueue();
  private final Set<Worker> workers = new HashSet<>();
  private final Set<BulkTask<?, ?>> bulks = new HashSet<>();
  private boolean coming;
  private long vacancies;
  private volatile boolean awaited;
  private int drains;
  private boolean closed;
  private long completed;
  private long refused;

  PoolExecutor(int workers, int room, WhenFull whenFull, EventPublisher publisher) {
    this.most = workers;
    this.room = room;
    this.whenFull = whenFull;
    this.publisher = publisher;
    this.threads = Thread.ofVirtual().name(publisher.name() + "-worker").factory();
  }

  String name() {
    return publisher.name();
  }

  int workers() {
    return most;
  }

  /**
   * Tells whether a worker pauses between batches while the queue collects tasks. Else it would be
   * at the heels of a quick submitter, both after the same lock and the same memory.
   */
  boolean collects() {
    return room >= ROOM_TO_COLLECT;
  }

  /** Takes a task, or does what is to be done when there is no room. */
  void add(Runnable task) {
    boolean placed;
    try {
      placed = placed(task);
    } catch (RejectedException refusal) {
      publisher.refused(refusal.reason());
      throw refusal;
    }
    if (!placed) {
      task.run();
    }
  }

  /** Takes a task unless the submitter is to run it. */
  private boolean placed(Runnable task) {
    lock.lock();
    try {
      checkOpen();
      while (!place(task)) {
        switch (whenFull) {
          case CALLER_RUNS -> {
            return false;
          }
          case REJECT -> throw full();
          case WAIT -> {
            checkOutside();
            awaitRoom();
          }
        }
        checkOpen();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a task if there is room. */
  boolean offer(Runnable task) {
    lock.lock();
    try {
      if (!open()) {
        return false;
      }
      if (place(task)) {
        return true;
      }
      refused++;
    } finally {
      lock.unlock();
    }
    publisher.refused(Rejection.FULL);
    return false;
  }

  /** Runs a task unless its deadline has come. */
  <T> T inTime(Callable<T> task) throws Exception {
    Refusals.checkDeadline(publisher);
    return task.call();
  }

  /** Takes a further share of a bulk under way, also while draining, if there is room. */
  void extend(Runnable share) {
    lock.lock();
    try {
      if (open() || !workers.isEmpty()) {
        place(share);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes work out of the queue, if it is in there. */
  void remove(QueuedTask work) {
    lock.lock();
    try {
      if (work.leave(queue)) {
        roomLeft.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Stops a bulk when a drain ends before it does. */
  void begin(BulkTask<?, ?> bulk) {
    lock.lock();
    try {
      bulks.add(bulk);
    } finally {
      lock.unlock();
    }
  }

  void end(BulkTask<?, ?> bulk) {
    lock.lock();
    try {
      bulks.remove(bulk);
    } finally {
      lock.unlock();
    }
  }

  private boolean open() {
    return !closed && drains == 0;
  }

  private void checkOpen() {
    if (!open()) {
      throw new BackendException(
          ErrorKind.CLOSED, "the pool " + name() + (closed ? " is closed" : " is being drained"));
    }
  }

  private boolean place(Runnable task) {
    if (vacancies == 0) {
      vacancies = vacancies(); // there are at least so many until they have been used
      if (vacancies == 0) {
        return false;
      }
    }
    call();
    vacancies--;
    queue.add(task);
    return true;
  }

  private long vacancies() {
    return Math.max(0, (long) room + most - busy() - queue.size());
  }

  private int busy() {
    return workers.size() - (coming ? 1 : 0);
  }

  private void call() {
    if (!coming && workers.size() < most) {
      Worker worker = new Worker(this, threads);
      worker.start(); // and waits for the lock
      workers.add(worker);
      coming = true;
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private void awaitRoom() {
    long remaining = Deadline.current().remainingNanos();
    if (remaining == 0) {
      refused++;
      throw Refusals.late(name());
    }
    if (!awaited) {
      awaited = true; // whoever takes a task from now on says so: look again
      return;
    }
    try {
      roomLeft.awaitNanos(remaining);
    } catch (InterruptedException e) {
      throw Interrupted.during("while waiting for room in " + name(), Effect.NONE, e);
    }
  }

  private RejectedException full() {
    refused++;
    return new RejectedException(Rejection.FULL, "the queue of the pool " + name() + " is full");
  }

  /** Tells who waits for room that a task was taken without the lock. */
  Runnable taken(Runnable task) {
    if (awaited) {
      lock.lock();
      try {
        roomLeft.signal();
        awaited = lock.hasWaiters(roomLeft);
      } finally {
        lock.unlock();
      }
    }
    return task;
  }

  /** Returns the first task of a worker, null if others were quicker. */
  @Nullable Runnable first(Worker worker) {
    lock.lock();
    try {
      coming = false;
      return next(worker);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the next task of a worker, null if there is none: then it has ended. */
  @Nullable Runnable next(Worker worker) {
    lock.lock();
    try {
      Thread.interrupted(); // as in the worker: nobody interrupts while the lock is held
      if (queue.size() > 1) {
        call();
      }
      Runnable task = queue.poll();
      worker.takeFrom(queue.front());
      if (task == null) {
        ended(worker);
      }
      roomLeft.signal();
      return task;
    } finally {
      lock.unlock();
    }
  }

  /** Does without a worker; repeating does no harm. */
  void ended(Worker worker) {
    lock.lock();
    try {
      if (workers.remove(worker)) {
        completed += worker.completed();
        if (queue.size() > 0) { // it has not ended of itself
          call();
        }
      }
      if (workers.isEmpty()) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets no worker wait for itself. */
  void checkOutside() {
    lock.lock();
    try {
      if (workers.stream().anyMatch(Worker::isCaller)) {
        throw new IllegalStateException(
            "a task of the pool " + name() + " waits for the pool, and with it for itself");
      }
    } finally {
      lock.unlock();
    }
  }

  DrainReport drain(Deadline deadline) {
    List<Runnable> unstarted = new ArrayList<>();
    int interrupted = drain(deadline, unstarted);
    List<Callable<?>> left = new ArrayList<>();
    for (Runnable task : unstarted) { // without the lock: who waits for a future is told
      Callable<?> work = task instanceof PoolTask<?> single ? single.abandon() : null;
      if (work != null) {
        left.add(work);
      }
    }
    return new DrainReport(left, interrupted);
  }

  private int drain(Deadline deadline, List<Runnable> unstarted) {
    lock.lock();
    try {
      drains++;
      roomLeft.signalAll();
      while (!workers.isEmpty() && !deadline.passed()) {
        idle.awaitNanos(deadline.remainingNanos());
      }
      return workers.isEmpty() ? 0 : abandon(unstarted);
    } catch (InterruptedException e) {
      throw Interrupted.during("while draining the pool " + name(), Effect.NONE, e);
    } finally {
      drains--;
      lock.unlock();
    }
  }

  private int abandon(List<Runnable> unstarted) {
    unstarted.addAll(queue.clear());
    bulks.forEach(BulkTask::stop);
    workers.forEach(Worker::interrupt);
    return busy();
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      roomLeft.signalAll();
    } finally {
      lock.unlock();
    }
  }

  PoolSnapshot snapshot() {
    lock.lock();
    try {
      int unfinished = busy() + queue.size();
      int running = Math.min(most, unfinished);
      long ended = completed + workers.stream().mapToLong(Worker::completed).sum();
      return new PoolSnapshot(most, running, unfinished - running, ended, refused);
    } finally {
      lock.unlock();
    }
  }
}
