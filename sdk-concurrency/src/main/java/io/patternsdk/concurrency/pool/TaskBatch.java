package io.patternsdk.concurrency.pool;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tasks in the order in which they came. First one thread at a time adds, then, once the batch has
 * been published, any number of threads take; each task is taken once, and none after the close. A
 * task may also be taken out of the middle, by one thread at a time.
 */
final class TaskBatch {
  /** The one that stays empty. */
  static final TaskBatch NONE = new TaskBatch();

  private static final int FEWEST = 16;
  private static final int MOST = 1_024;

  private @Nullable Runnable[] tasks = new Runnable[FEWEST];
  private int added;
  private final AtomicInteger taken = new AtomicInteger();

  /** Which were taken out of the middle; null for none. Guarded by the lock of the pool. */
  private @Nullable BitSet removed;

  /** Adds a task unless the batch is full. */
  boolean add(Runnable task) {
    if (added == MOST) {
      return false;
    }
    if (added == tasks.length) {
      tasks = Arrays.copyOf(tasks, 2 * added);
    }
    if (task instanceof QueuedTask queued) {
      queued.placed(this, added);
    }
    tasks[added++] = task;
    return true;
  }

  /** Counts the tasks that were ever added. */
  int added() {
    return added;
  }

  /** Takes a task out of the middle; false if it has been taken. */
  boolean remove(int index) {
    if (index < taken.get() || (removed != null && removed.get(index))) {
      return false;
    }
    if (removed == null) {
      removed = new BitSet();
    }
    removed.set(index);
    tasks[index] = null; // whoever takes it at this very moment finds that it does nothing
    return true;
  }

  /** Takes the first task, null if none is left. */
  @Nullable Runnable poll() {
    Runnable task = null;
    while (task == null) {
      int index = taken.get() < added ? taken.getAndIncrement() : added;
      if (index >= added) {
        return null;
      }
      task = tasks[index];
      tasks[index] = null; // the batch may outlive it
    }
    return task;
  }

  /** Counts the tasks that nobody has taken. */
  int size() {
    int next = Math.min(taken.get(), added);
    return added - next - (removed == null ? 0 : removed.get(next, added).cardinality());
  }

  /** Lets nobody take a task any more and adds those that are left to a list. */
  void close(List<? super Runnable> left) {
    for (int i = Math.min(taken.getAndSet(added), added); i < added; i++) {
      Runnable task = tasks[i];
      if (task != null) {
        left.add(task);
      }
    }
  }
}
