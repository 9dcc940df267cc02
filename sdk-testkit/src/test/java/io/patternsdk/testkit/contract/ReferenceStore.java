package io.patternsdk.testkit.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The messages of all queues under one lock. */
final class ReferenceStore {
  private final ReentrantLock lock = new ReentrantLock();
  final Condition changed = lock.newCondition();
  private final Map<String, List<ReferenceItem>> alive = new HashMap<>();
  private final Map<String, List<ReferenceItem>> dead = new HashMap<>();

  <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  List<ReferenceItem> alive(String queue) {
    return alive.computeIfAbsent(queue, name -> new ArrayList<>());
  }

  List<ReferenceItem> dead(String queue) {
    return dead.computeIfAbsent(queue, name -> new ArrayList<>());
  }
}
