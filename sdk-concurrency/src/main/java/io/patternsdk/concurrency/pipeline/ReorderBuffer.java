package io.patternsdk.concurrency.pipeline;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Puts what a parallel stage makes into the order of its items. */
final class ReorderBuffer implements ItemBuffer {
  private final int window;
  private final PipelineScope scope;
  private final StageQueue next;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final SortedMap<Long, List<Object>> early = new TreeMap<>();
  private final AtomicInteger held = new AtomicInteger(); // the lock may be held for long
  private long issued;
  private long passed;

  /**
   * Makes one.
   *
   * @param window how far an item may be ahead of the one whose turn it is to go on
   */
  ReorderBuffer(int window, PipelineScope scope, StageQueue next) {
    this.window = window;
    this.scope = scope;
    this.next = next;
  }

  /** Waits until one more item may begin; false if the pipeline has stopped. */
  boolean awaitRoom() {
    lock.lock();
    try {
      return scope.await(moved, () -> issued - passed < window);
    } finally {
      lock.unlock();
    }
  }

  /** Numbers an item. */
  long issue() {
    lock.lock();
    try {
      return issued++;
    } finally {
      lock.unlock();
    }
  }

  /** Takes everything that was made of an item, and passes on what is next in order. */
  void done(long ticket, List<Object> entries) {
    lock.lock();
    try {
      early.put(ticket, entries);
      held.addAndGet(entries.size());
      for (List<Object> due = early.get(passed); due != null; due = early.get(passed)) {
        for (Object entry : due) {
          next.put(entry);
          held.decrementAndGet();
        }
        early.remove(passed++);
        moved.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int buffered() {
    return held.get();
  }

  @Override
  public void eachUnfinished(Consumer<Object> consumer) {
    lock.lock();
    try {
      early.values().forEach(entries -> entries.forEach(consumer));
    } finally {
      lock.unlock();
    }
  }
}
