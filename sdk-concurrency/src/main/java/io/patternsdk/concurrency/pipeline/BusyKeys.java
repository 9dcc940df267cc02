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
final class BusyKeys implements Holding {
  private final int capacity;
  private final PipelineScope scope;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Map<Object, Queue<Claim>> busy = new HashMap<>();
  private int waiting;

  BusyKeys(int capacity, PipelineScope scope) {
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
  boolean begin(Claim claim) {
    lock.lock();
    try {
      Queue<Claim> others = busy.putIfAbsent(claim.key(), new ArrayDeque<>(2));
      if (others != null) {
        others.add(claim);
        waiting++;
      }
      return others == null;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the item that has waited for the key of one that is finished, if any has. */
  @Nullable Claim end(Claim claim) {
    lock.lock();
    try {
      Queue<Claim> others = busy.getOrDefault(claim.key(), new ArrayDeque<>());
      if (others.isEmpty()) {
        busy.remove(claim.key());
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
  public int held() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void eachLeft(Consumer<Object> consumer) {
    lock.lock();
    try {
      busy.values().forEach(others -> others.forEach(claim -> consumer.accept(claim.parcel())));
    } finally {
      lock.unlock();
    }
  }
}
