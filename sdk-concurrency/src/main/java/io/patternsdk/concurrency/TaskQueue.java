package io.patternsdk.concurrency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks in the order in which they came. All is guarded by the lock of the pool but {@link #front},
 * from which workers take without it.
 */
final class TaskQueue {
  private static final TaskBatch EMPTY = new TaskBatch();

  private final ArrayDeque<TaskBatch> behind = new ArrayDeque<>();
  private int behindSize;
  private volatile TaskBatch front = EMPTY;

  /** Returns the tasks that came first; none may be left. */
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
      front = EMPTY;
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
    front = EMPTY;
    return left;
  }
}
