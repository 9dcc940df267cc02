package io.patternsdk.driver.embedded;

import io.patternsdk.core.keyvalue.WatchEvent.Reason;
import io.patternsdk.driver.embedded.journal.Journal;
import io.patternsdk.driver.embedded.journal.Journal.Commit;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.StoredValue;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The values of one backend, all of them in memory. Reading takes no lock; what has expired is
 * never seen, swept or not. Changes of one key follow each other. Thread-safe.
 */
final class StoredValues {
  private static final int STRIPES = 64;

  private final MonotonicClock time;
  private final Journal journal;
  private final Writes writes;
  private final Expiries expiries;
  private final DocumentTables documents = new DocumentTables();
  private final ChangeOrder changes = new ChangeOrder(ChangeOrder.MOST_GONE);
  private final ConcurrentMap<String, StoredValue> entries = new ConcurrentHashMap<>();
  private final NavigableSet<String> order = new ConcurrentSkipListSet<>();
  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

  /**
   * Creates them.
   *
   * @param writes where in the journal they are
   */
  StoredValues(MonotonicClock time, Journal journal, Writes writes, Scheduler scheduler) {
    this.time = time;
    this.journal = journal;
    this.writes = writes;
    this.expiries = new Expiries(time, scheduler, this::evict);
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock();
    }
  }

  /**
   * What became of a key.
   *
   * @param before its value before; null if there was none
   * @param after its value after; null if there is none, the same object if nothing changed
   * @param commit the way of the change to disk
   */
  record Change(@Nullable StoredValue before, @Nullable StoredValue after, Commit commit) {
    /** Whether the update returned another object, be it equal. */
    @SuppressWarnings("ReferenceEquality")
    boolean happened() {
      return before != after;
    }
  }

  /** Takes a change on its way to disk. */
  @FunctionalInterface
  interface Writes {
    /** A value was stored, or removed if {@code stored} is null. */
    Commit value(String key, @Nullable StoredValue stored);
  }

  /** What a change makes of a value. */
  @FunctionalInterface
  interface Update {
    /** Gets the value, null for none; returns the new one, null for none, or the same object. */
    @Nullable StoredValue apply(@Nullable StoredValue before);
  }

  DocumentTables documents() {
    return documents;
  }

  ChangeOrder changes() {
    return changes;
  }

  /** Puts in what was there when the process began. */
  void load(String key, StoredValue stored) {
    put(key, stored);
    expiries.track(key, null, stored);
  }

  /** Throws if the backend is closed or has failed. */
  void admit() {
    journal.admit();
  }

  /** Returns the value; null if there is none. */
  @Nullable StoredValue find(String key) {
    admit();
    return live(entries.get(key));
  }

  /** Returns the value unless there is none or it has expired. */
  @Nullable StoredValue live(@Nullable StoredValue stored) {
    return stored == null || (stored.expires() && stored.expiresAt() <= time.now()) ? null : stored;
  }

  /** Returns the keys that begin with a prefix, in order, expired ones too; of no one moment. */
  Stream<String> keys(String prefix) {
    admit();
    return order.tailSet(prefix, true).stream().takeWhile(key -> key.startsWith(prefix));
  }

  /** Makes a change and waits until it survives what the backend survives. */
  Change apply(String key, Update update) {
    Change change = change(key, update);
    change.commit.await();
    return change;
  }

  /** Makes a change, whose commit the caller waits for. */
  Change change(String key, Update update) {
    admit();
    ReentrantLock lock = lock(key);
    lock.lock();
    try {
      StoredValue kept = entries.get(key);
      StoredValue before = live(kept);
      StoredValue after = update.apply(before);
      Change change = new Change(before, after, Commit.NONE);
      return change.happened()
          ? new Change(before, after, write(key, kept, after, Reason.DELETED))
          : change;
    } finally {
      lock.unlock();
    }
  }

  /** Shows the value of a key, null for none, while nobody changes it. */
  void show(String key, Consumer<@Nullable StoredValue> to) {
    ReentrantLock lock = lock(key);
    lock.lock();
    try {
      to.accept(entries.get(key));
    } finally {
      lock.unlock();
    }
  }

  /** Removes a value that has expired, if nothing has replaced it. */
  private void evict(String key) {
    ReentrantLock lock = lock(key);
    lock.lock();
    try {
      StoredValue kept = entries.get(key);
      if (kept != null && live(kept) == null) {
        write(key, kept, null, Reason.EXPIRED);
      }
    } finally {
      lock.unlock();
    }
  }

  private Commit write(
      String key, @Nullable StoredValue kept, @Nullable StoredValue after, Reason reason) {
    if (after == null) {
      order.remove(key);
      entries.remove(key);
    } else {
      put(key, after);
    }
    expiries.track(key, kept, after);
    documents.changed(key, after);
    Commit commit = writes.value(key, after);
    changes.changed(key, after, reason, commit);
    return commit;
  }

  private void put(String key, StoredValue stored) {
    if (entries.put(key, stored) == null) {
      order.add(key);
    }
  }

  private ReentrantLock lock(String key) {
    int hash = key.hashCode();
    return stripes[(hash ^ (hash >>> 16)) & (STRIPES - 1)];
  }
}
