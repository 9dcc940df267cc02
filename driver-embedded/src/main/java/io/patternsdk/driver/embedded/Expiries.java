package io.patternsdk.driver.embedded;

import io.patternsdk.core.OperationException;
import io.patternsdk.driver.embedded.Scheduler.Alarm;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.StoredValue;
import java.time.Duration;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which values expire when, so that memory and disk are given back within about a second of it. One
 * alarm serves all of them, and there is none while nothing expires. Thread-safe.
 */
final class Expiries {
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private static final int MOST_AT_ONCE = 1_000;

  private final MonotonicClock time;
  private final Scheduler scheduler;
  private final Consumer<String> evict;
  private final ConcurrentSkipListSet<Expiry> order = new ConcurrentSkipListSet<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Alarm alarm;
  private volatile long nextSweep = MonotonicClock.NEVER;

  Expiries(MonotonicClock time, Scheduler scheduler, Consumer<String> evict) {
    this.time = time;
    this.scheduler = scheduler;
    this.evict = evict;
  }

  private record Expiry(long at, String key) implements Comparable<Expiry> {
    @Override
    public int compareTo(Expiry other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : key.compareTo(other.key);
    }
  }

  /** Follows a change of a value; the caller holds the key's lock. */
  void track(String key, @Nullable StoredValue before, @Nullable StoredValue after) {
    if (before != null && before.expires()) {
      order.remove(new Expiry(before.expiresAt(), key));
    }
    if (after != null && after.expires()) {
      order.add(new Expiry(after.expiresAt(), key));
      sweepSoonAfter(after.expiresAt());
    }
  }

  private void sweepSoonAfter(long expiry) {
    long when = Math.min(expiry, MonotonicClock.NEVER - PAUSE - 1) + PAUSE;
    if (when < nextSweep) {
      sweepAt(when);
    }
  }

  private void sweepAt(long when) {
    lock.lock();
    try {
      if (when < nextSweep) {
        if (alarm != null) {
          scheduler.cancel(alarm);
        }
        nextSweep = when;
        alarm = scheduler.at(when, this::sweep);
      }
    } finally {
      lock.unlock();
    }
  }

  private void sweep() {
    nextSweep = MonotonicClock.NEVER; // before looking, so that what comes meanwhile sets an alarm
    long now = time.now();
    int left = MOST_AT_ONCE;
    for (Expiry expiry : order) {
      if (expiry.at > now) {
        sweepSoonAfter(expiry.at);
        return;
      }
      if (left-- == 0) {
        sweepAt(now); // other alarms have their turn first
        return;
      }
      try {
        evict.accept(expiry.key);
      } catch (OperationException e) {
        return; // closed, or the disk failed, as every operation says
      }
      order.remove(expiry);
    }
  }
}
