package io.patternsdk.concurrency.pipeline;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keys that are being worked on, and the items that wait for their key. */
final class KeyLocks implements ItemBuffer {
  private final int capacity;
  private final PipelineScope scope;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Map<Object, Queue<WorkItem>> busy = new HashMap<>();
  private int waiting;

  KeyLocks(int capacity, PipelineScope scope) {
    this.capacity = capacity;
    this.scope = scope;
  }

  /** Waits until one more item can wait for its key; false if the pipeline has stopped. */
  boolean awaitRoom() {
    lock.lock();
    try {
      return scope.await(room, () -> waiting < capacity);
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether an item may be worked on now; if not, it waits for its key. */
  boolean tryLock(WorkItem work) {
    lock.lock();
    try {
      Queue<WorkItem> others = busy.putIfAbsent(work.key(), new ArrayDeque<>(2));
      if (others != null) {
        others.add(work);
        waiting++;
      }
      return others == null;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the item that has waited for the key of one that is finished, if any has. */
  @Nullable WorkItem unlock(WorkItem work) {
    lock.lock();
    try {
      Queue<WorkItem> others = busy.getOrDefault(work.key(), new ArrayDeque<>());
      if (others.isEmpty()) {
        busy.remove(work.key());
        return null;
      }
      waiting--;
      room.signal();
      return others.remove();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int buffered() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void eachUnfinished(Consumer<Object> consumer) {
    lock.lock();
    try {
      busy.values().forEach(others -> others.forEach(work -> consumer.accept(work.entry())));
    } finally {
      lock.unlock();
    }
  }
}
