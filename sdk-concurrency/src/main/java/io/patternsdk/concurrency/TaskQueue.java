package io.patternsdk.concurrency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks in the order in which they came. Guarded by the lock of the pool, but for taking from
 * {@link #front}.
 */
final class TaskQueue {
  private final ArrayDeque<TaskBatch> behind = new ArrayDeque<>();
  private int behindSize;
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
  }

  @Nullable Runnable poll() {
    Runnable task = front.poll();
    while (task == null && !behind.isEmpty()) {
      TaskBatch next = behind.remove();
      behindSize -= next.size();
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
    behind.forEach(batch -> batch.close(left));
    behind.clear();
    behindSize = 0;
    front = TaskBatch.NONE;
    return left;
  }
}
