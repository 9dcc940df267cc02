package io.patternsdk.security.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Entries that are not written yet, so many at most. A place is taken by what is under way, waits
 * or is being written. Thread-safe.
 */
final class Waiting {
  private static final int BATCH = 1_000;

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition something = lock.newCondition();
  private final Condition filled = lock.newCondition();
  private final ArrayDeque<AuditEntry> entries = new ArrayDeque<>();
  private int used;

  /** How many of the places are of what is under way. */
  private int open;

  private long lost;
  private long untold;
  private long refused;
  private boolean ending;
  private boolean ended;

  Waiting(int capacity) {
    this.capacity = capacity;
  }

  int capacity() {
    return capacity;
  }

  /**
   * Takes a place, if there is one.
   *
   * @param counted whether it is a refusal if there is none
   */
  boolean take(boolean counted) {
    lock.lock();
    try {
      boolean room = !ending && used < capacity;
      if (room) {
        used++;
        open++;
      } else if (counted) {
        refused++;
      }
      return room;
    } finally {
      lock.unlock();
    }
  }

  void giveBack() {
    lock.lock();
    try {
      if (!ended) { // else it is lost already
        used--;
        left();
      }
    } finally {
      lock.unlock();
    }
  }

  private void left() {
    open--;
    filled.signal();
  }

  /** Fills a place that was taken. */
  void put(AuditEntry entry) {
    lock.lock();
    try {
      if (!ended) { // else it is lost already, as the log says
        entries.add(entry);
        something.signal();
        left();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes a place and fills it, if more than half are free. */
  boolean offer(AuditEntry entry) {
    lock.lock();
    try {
      boolean room = !ended && used < capacity / 2;
      if (room) {
        used++;
        entries.add(entry);
        something.signal();
      } else {
        lose(1);
      }
      return room;
    } finally {
      lock.unlock();
    }
  }

  /** Notes that so many found no room; the log will tell. */
  void lose(long count) {
    lock.lock();
    try {
      lost += count;
      untold += count;
      something.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for something to be written; empty if there is nothing and nothing will come.
   *
   * @param now the time of what tells how many were lost, if any were
   */
  List<AuditEntry> next(Supplier<Instant> now) {
    lock.lock();
    try {
      while (entries.isEmpty() && untold == 0 && !ended) {
        something.awaitUninterruptibly();
      }
      List<AuditEntry> next = new ArrayList<>();
      while (next.size() < BATCH && !entries.isEmpty()) {
        next.add(entries.remove());
      }
      if (untold > 0) {
        next.add(new AuditEntry.Lost(now.get(), untold));
        untold = 0;
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Frees the places of so many. */
  void free(int count) {
    lock.lock();
    try {
      used -= count;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes nothing any more, and ends when the places that were taken are filled. Those that are not
   * by then are lost, which the log will tell.
   *
   * @param patience for how long they are waited for
   * @return how many are lost
   */
  int end(Duration patience) {
    lock.lock();
    try {
      ending = true;
      awaitFilled(patience);
      int unfilled = open;
      if (unfilled > 0) {
        lose(unfilled);
      }
      used -= unfilled;
      open = 0;
      ended = true;
      something.signalAll();
      return unfilled;
    } finally {
      lock.unlock();
    }
  }

  private void awaitFilled(Duration patience) {
    try {
      long left = patience.toNanos();
      while (open > 0 && left > 0) {
        left = filled.awaitNanos(left);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  boolean ended() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  int used() {
    lock.lock();
    try {
      return used;
    } finally {
      lock.unlock();
    }
  }

  long lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  long refused() {
    lock.lock();
    try {
      return refused;
    } finally {
      lock.unlock();
    }
  }
}
