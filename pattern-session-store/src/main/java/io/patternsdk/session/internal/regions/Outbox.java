package io.patternsdk.session.internal.regions;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for one region, in the order of its age; all that was written to one record is one
 * thing and is handed out once at a time, so a record's writes never overtake each other. Bounded:
 * where the values do not fit, only the key is kept, and the whole record is sent later, the oldest
 * first; where keys alone do not fit, the region misses something and has to be repaired.
 * Thread-safe.
 */
final class Outbox implements AutoCloseable {
  private final Clock clock;
  private final long capacity;
  private final ByteBudget.Share share;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final LinkedHashMap<String, Waiting> waiting = new LinkedHashMap<>();
  private final Map<String, Waiting> taken = new LinkedHashMap<>();
  private long held;
  private long shortened;
  private long missed;
  private boolean incomplete;

  /**
   * Makes one.
   *
   * @param capacity how many bytes may wait
   */
  Outbox(Clock clock, long capacity, ByteBudget budget) {
    this.clock = clock;
    this.capacity = capacity;
    this.share = budget.share();
  }

  /** Adds what was written to a record. */
  void add(Waiting item) {
    lock.lock();
    try {
      put(item, false);
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  private void put(Waiting item, boolean first) {
    Waiting before = waiting.get(item.key());
    Waiting whole = incomplete ? item.withoutFields() : item; // what came before it was missed
    Waiting after = before == null ? whole : before.with(whole);
    long had = before == null ? 0 : before.bytes();
    if (!fits(after.bytes() - had)) {
      after = after.withoutFields();
      shortened++;
      long more = after.bytes() - had;
      if (!fits(more) && !fitsBesideKeys(more)) {
        missed++;
        incomplete = true;
        return;
      }
    }
    if (first) {
      waiting.putFirst(item.key(), after);
    } else {
      waiting.put(item.key(), after);
    }
  }

  /** Makes room by forgetting what was written to others, but not that something was. */
  private boolean fitsBesideKeys(long more) {
    for (Map.Entry<String, Waiting> other : waiting.entrySet()) {
      Waiting shorter = other.getValue().withoutFields();
      boolean unused = fits(shorter.bytes() - other.getValue().bytes());
      shortened += other.getValue().fields().isPresent() ? 1 : 0;
      other.setValue(shorter);
      if (fits(more)) {
        return true;
      }
    }
    return false;
  }

  private boolean fits(long more) {
    if (more <= 0) {
      share.release(-more);
    } else if (held + more > capacity || !share.tryReserve(more)) {
      return false;
    }
    held += more;
    return true;
  }

  /** Takes the oldest, waiting until there is something or the time has passed. */
  List<Waiting> take(int most, Duration wait) throws InterruptedException {
    Deadline deadline = Deadline.after(wait);
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !deadline.passed()) {
        boolean unused = filled.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
      }
      List<Waiting> batch = new ArrayList<>(waiting.values().stream().limit(most).toList());
      batch.forEach(
          item -> {
            waiting.remove(item.key());
            taken.put(item.key(), item);
          });
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets one that was taken and has arrived, or never can. */
  void done(Waiting item) {
    lock.lock();
    try {
      forget(item);
    } finally {
      lock.unlock();
    }
  }

  private void forget(Waiting item) {
    if (taken.remove(item.key()) != null) {
      held -= item.bytes();
      share.release(item.bytes());
    }
  }

  /** Takes one back that was taken and has not arrived, in front of the others. */
  void giveBack(Waiting item) {
    lock.lock();
    try {
      forget(item);
      put(item, true);
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether something was missed since the last repair. */
  boolean incomplete() {
    lock.lock();
    try {
      return incomplete;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that a repair has ended, which found all that had been missed when it began.
   *
   * @param before how many writes had been missed then
   */
  void complete(long before) {
    lock.lock();
    try {
      incomplete &= missed != before;
    } finally {
      lock.unlock();
    }
  }

  /**
   * How it is.
   *
   * @param records how many records wait, those that are under way too
   * @param lag how long ago the oldest of what waits was written
   * @param shortened how often only the key was kept
   * @param missed how often nothing was kept
   */
  record Snapshot(long records, Duration lag, long shortened, long missed) {}

  Snapshot snapshot() {
    lock.lock();
    try {
      long now = clock.nanoTime();
      long lag = 0;
      for (Waiting item : taken.values()) {
        lag = Math.max(lag, now - item.since());
      }
      for (Waiting item : waiting.values()) {
        lag = Math.max(lag, now - item.since());
        break;
      }
      long again = taken.keySet().stream().filter(waiting::containsKey).count();
      long records = waiting.size() + taken.size() - again;
      return new Snapshot(records, Duration.ofNanos(lag), shortened, missed);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    share.close();
  }
}
