package io.patternsdk.driver.embedded;

import io.patternsdk.driver.embedded.journal.Journal;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** The partitions of a stream under one lock. */
final class StoredStream {
  final ReentrantLock lock = new ReentrantLock();
  final Condition arrival = lock.newCondition();

  private final String name;
  private final Journal journal;
  private final TreeMap<Integer, StoredLog> logs = new TreeMap<>();

  StoredStream(String name, Journal journal) {
    this.name = name;
    this.journal = journal;
  }

  /** Returns a partition; the lock is held. */
  StoredLog log(int partition) {
    return logs.computeIfAbsent(partition, p -> new StoredLog(name, p, journal));
  }

  /** Does something while the lock is held. */
  <T> T locked(Function<StoredStream, T> work) {
    lock.lock();
    try {
      return work.apply(this);
    } finally {
      lock.unlock();
    }
  }
}
