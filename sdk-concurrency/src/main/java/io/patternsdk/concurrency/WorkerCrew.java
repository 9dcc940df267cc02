package io.patternsdk.concurrency;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The workers of a pool and the queue before them. */
final class WorkerCrew {
  private final int workers;
  private final int room;
  private final WhenFull whenFull;
  private final Announcer announcer;
  private final ThreadFactory threads;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition roomLeft = lock.newCondition();
  private final Condition idle = lock.newCondition();
  private final Queue<PoolTask> queue = new ArrayDeque<>();
  private final Map<Thread, PoolTask> running = new HashMap<>();
  private int drains;
  private boolean closed;
  private long completed;
  private long refused;

  WorkerCrew(int workers, int room, WhenFull whenFull, Announcer announcer) {
    this.workers = workers;
    this.room = room;
    this.whenFull = whenFull;
    this.announcer = announcer;
    this.threads = Thread.ofVirtual().name(announcer.name() + "-worker").factory();
  }

  String name() {
    return announcer.name();
  }

  int workers() {
    return workers;
  }

  /** Takes a task, or does what is to be done when there is no room. */
  void add(PoolTask task) {
    if (!placed(task)) {
      task.run();
    }
  }

  /** Takes a task unless the submitter is to run it. */
  private boolean placed(PoolTask task) {
    lock.lock();
    try {
      checkOpen();
      while (!place(task)) {
        switch (whenFull) {
          case CALLER_RUNS -> {
            return false;
          }
          case REJECT -> throw full();
          case WAIT -> awaitRoom();
        }
        checkOpen();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a task if there is room. */
  boolean offer(PoolTask task) {
    lock.lock();
    try {
      return open() && place(task);
    } finally {
      lock.unlock();
    }
  }

  /** Counts a task that was refused without an exception. */
  void refused() {
    lock.lock();
    try {
      refused++;
    } finally {
      lock.unlock();
    }
    announcer.refused(Rejection.FULL);
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

  private boolean place(PoolTask task) {
    if (running.size() < workers) {
      Thread worker = threads.newThread(() -> work(task));
      running.put(worker, task);
      worker.start();
      return true;
    }
    return queue.size() < room && queue.add(task);
  }

  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private void awaitRoom() {
    long remaining = Deadline.current().remainingNanos();
    if (remaining == 0) {
      refused++;
      throw Refusals.deadline(announcer);
    }
    try {
      roomLeft.awaitNanos(remaining);
    } catch (InterruptedException e) {
      throw Interrupted.during("while waiting for room in " + name(), Effect.NONE, e);
    }
  }

  private RejectedException full() {
    refused++;
    announcer.refused(Rejection.FULL);
    return new RejectedException(Rejection.FULL, "the queue of the pool " + name() + " is full");
  }

  private void work(PoolTask first) {
    PoolTask task = first;
    while (task != null) {
      task.run();
      task = next();
    }
  }

  private @Nullable PoolTask next() {
    lock.lock();
    try {
      completed++;
      Thread.interrupted(); // an interrupt was for the task that has ended
      PoolTask task = queue.poll();
      if (task == null) {
        running.remove(Thread.currentThread());
        if (running.isEmpty()) {
          idle.signalAll();
        }
      } else {
        running.put(Thread.currentThread(), task);
      }
      roomLeft.signal();
      return task;
    } finally {
      lock.unlock();
    }
  }

  Leftover drain(Deadline deadline) {
    lock.lock();
    try {
      drains++;
      roomLeft.signalAll();
      while (!running.isEmpty() && !deadline.passed()) {
        idle.awaitNanos(deadline.remainingNanos());
      }
      return running.isEmpty() ? Leftover.NOTHING : abandon();
    } catch (InterruptedException e) {
      throw Interrupted.during("while draining the pool " + name(), Effect.NONE, e);
    } finally {
      drains--;
      lock.unlock();
    }
  }

  private Leftover abandon() {
    List<RunnableFuture<?>> unstarted = new ArrayList<>();
    for (PoolTask task : queue) {
      switch (task) {
        case PoolTask.Single single -> unstarted.add(single.future());
        case PoolTask.Share share -> share.bulk().stop();
      }
    }
    queue.clear();
    running.forEach(
        (thread, task) -> {
          switch (task) {
            case PoolTask.Single single -> thread.interrupt();
            case PoolTask.Share share -> share.bulk().stop();
          }
        });
    return new Leftover(unstarted, running.size());
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
      return new PoolSnapshot(workers, running.size(), queue.size(), completed, refused);
    } finally {
      lock.unlock();
    }
  }
}
