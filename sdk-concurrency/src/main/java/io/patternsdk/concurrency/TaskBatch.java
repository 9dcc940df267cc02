package io.patternsdk.concurrency;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tasks in the order in which they came. First one thread at a time adds, then, once the batch has
 * been published, any number of threads take; each task is taken once, and none after the close.
 */
final class TaskBatch {
  /** The one that stays empty. */
  static final TaskBatch NONE = new TaskBatch();

  private static final int FEWEST = 16;
  private static final int MOST = 1_024;

  private @Nullable Runnable[] tasks = new Runnable[FEWEST];
  private int added;
  private final AtomicInteger taken = new AtomicInteger();

  /** Adds a task unless the batch is full. */
  boolean add(Runnable task) {
    if (added == MOST) {
      return false;
    }
    if (added == tasks.length) {
      tasks = Arrays.copyOf(tasks, 2 * added);
    }
    tasks[added++] = task;
    return true;
  }

  /** Takes the first task, null if none is left. */
  @Nullable Runnable poll() {
    int index = taken.get() < added ? taken.getAndIncrement() : added;
    if (index >= added) {
      return null;
    }
    Runnable task = tasks[index];
    tasks[index] = null; // the batch may outlive it
    return task;
  }

  /** Counts the tasks that nobody has taken. */
  int size() {
    return added - Math.min(taken.get(), added);
  }

  /** Lets nobody take a task any more and adds those that are left to a list. */
  void close(List<? super Runnable> left) {
    for (int i = Math.min(taken.getAndSet(added), added); i < added; i++) {
      left.add(Objects.requireNonNull(tasks[i]));
    }
  }
}
