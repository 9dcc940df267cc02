package io.patternsdk.driver.embedded;

import io.patternsdk.core.keyvalue.WatchEvent.Reason;
import io.patternsdk.driver.embedded.journal.Journal.Commit;
import io.patternsdk.driver.embedded.journal.StoredValue;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The last change of each key, numbered in the order in which changes can be read; empty until
 * somebody watches. Of keys that are gone the last {@code mostGone} are kept. Thread-safe.
 */
final class ChangeOrder {
  static final int MOST_GONE = 65_536;

  final ReentrantLock lock = new ReentrantLock();
  final Condition changed = lock.newCondition();
  final String name = UUID.randomUUID().toString();

  private final int mostGone;
  private final ConcurrentNavigableMap<Long, Change> order = new ConcurrentSkipListMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private final ArrayDeque<Long> gone = new ArrayDeque<>();
  private Commit commit = Commit.NONE;
  private boolean followed;
  private volatile boolean following;
  private volatile long last;
  private volatile long forgotten;

  ChangeOrder(int mostGone) {
    this.mostGone = mostGone;
  }

  /**
   * What became of a key.
   *
   * @param stored its value; null if it has none any more
   * @param reason why it has none
   */
  record Change(long number, String key, @Nullable StoredValue stored, Reason reason) {}

  /** Begins to follow the values, once; returns when all that are there have a number. */
  synchronized void follow(StoredValues values) {
    if (!followed) {
      following = true;
      values.keys("").forEach(key -> values.show(key, stored -> found(key, stored)));
      followed = true;
    }
  }

  private void found(String key, @Nullable StoredValue stored) {
    lock.lock();
    try {
      if (stored != null && !numbers.containsKey(key)) {
        add(key, stored, Reason.UNKNOWN);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes a change; the caller holds the key's lock. */
  void changed(String key, @Nullable StoredValue after, Reason reason, Commit written) {
    if (!following) {
      return;
    }
    lock.lock();
    try {
      commit = written;
      add(key, after, reason);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Adds before it removes, so that a walk in order meets the key at least once. */
  private void add(String key, @Nullable StoredValue stored, Reason reason) {
    long number = last + 1;
    order.put(number, new Change(number, key, stored, reason));
    last = number;
    Long before = numbers.put(key, number);
    if (before != null) {
      order.remove(before);
    }
    if (stored == null) {
      gone.add(number);
      if (gone.size() > mostGone) {
        forget(gone.remove());
      }
    }
  }

  private void forget(long number) {
    Change change = order.get(number);
    if (change != null) { // else the key has come back
      forgotten = number;
      numbers.remove(change.key);
      order.remove(number);
    }
  }

  /** Returns the changes after a number, in their order, those too that come meanwhile. */
  Collection<Change> after(long number) {
    return order.tailMap(number, false).values();
  }

  /** Returns the greatest number. */
  long last() {
    return last;
  }

  /** Returns the greatest number of what was forgotten; 0 if nothing was. */
  long forgotten() {
    return forgotten;
  }

  /** Returns the way to disk of the latest change. */
  Commit latest() {
    lock.lock();
    try {
      return commit;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes all who wait. */
  void wakeAll() {
    Scheduler.signalAll(lock, changed);
  }
}
