package io.patternsdk.concurrency.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks in the order in which they came. Guarded by the lock of the pool, but for taking from
 * {@link #front}.
 */
final class TaskQueue {
  private static final int MOST_GAPS = 1_024;

  private final ArrayDeque<TaskBatch> behind = new ArrayDeque<>();
  private int behindSize;

  /** How many there would be behind the front if none had been taken out of the middle. */
  private int behindAdded;

  private TaskBatch front = TaskBatch.NONE;

  /** Returns the tasks that came first, for workers to take from; none may be left. */
  TaskBatch front() {
    return front;
  }

  void add(Runnable task) {
    TaskBatch last = behind.peekLast();
    if (last == null || !last.add(task)) {
      last = new TaskBatch();
      last.add(task);
      behind.add(last);
    }
    behindSize++;
    behindAdded++;
  }

  /** Takes a task out of the middle; false if it is not in there any more. */
  boolean remove(TaskBatch batch, int index) {
    if (!batch.remove(index)) {
      return false;
    }
    if (batch != front) {
      behindSize--;
      if (behindAdded > 2 * (behindSize + MOST_GAPS)) {
        closeGaps();
      }
    }
    return true;
  }

  private void closeGaps() {
    List<Runnable> kept = new ArrayList<>(behindSize);
    clearBehind(kept);
    kept.forEach(this::add);
  }

  @Nullable Runnable poll() {
    Runnable task = front.poll();
    while (task == null && !behind.isEmpty()) {
      TaskBatch next = behind.remove();
      behindSize -= next.size();
      behindAdded -= next.added();
      front = next;
      task = next.poll();
    }
    if (task == null) {
      front = TaskBatch.NONE;
    }
    return task;
  }

  int size() {
    return front.size() + behindSize;
  }

  /** Lets nobody take what is in it and returns that. */
  List<Runnable> clear() {
    List<Runnable> left = new ArrayList<>();
    front.close(left);
    clearBehind(left);
    front = TaskBatch.NONE;
    return left;
  }

  private void clearBehind(List<Runnable> left) {
    behind.forEach(batch -> batch.close(left));
    behind.clear();
    behindSize = 0;
    behindAdded = 0;
  }

  /** Counts the places that its memory has behind the front. */
  int placesBehind() {
    return behindAdded;
  }
}
