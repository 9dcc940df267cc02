package io.patternsdk.driver.embedded;

import io.patternsdk.core.Deadline;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs short tasks when the clock reaches their time, one after the other, on one virtual thread
 * that lives while there are any. Thread-safe.
 */
final class Scheduler implements AutoCloseable {
  private final MonotonicClock time;
  private final String threadName;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeSet<Alarm> pending = new TreeSet<>();
  private @Nullable Thread thread;
  private long set;
  private boolean closed;

  Scheduler(MonotonicClock time, String threadName) {
    this.time = time;
    this.threadName = threadName;
  }

  /** A task and its time; {@code order} tells apart those of the same time. */
  record Alarm(long at, long order, Runnable task) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** Runs {@code task} at or soon after {@code when}; never, once this is closed. */
  Alarm at(long when, Runnable task) {
    lock.lock();
    try {
      Alarm alarm = new Alarm(when, set++, task);
      if (!closed) {
        pending.add(alarm);
        rouse(alarm);
      }
      return alarm;
    } finally {
      lock.unlock();
    }
  }

  private void rouse(Alarm alarm) {
    if (thread == null) {
      thread = Thread.ofVirtual().name(threadName).start(this::run);
    } else if (pending.first().equals(alarm)) {
      thread.interrupt();
    }
  }

  /**
   * Waits for a signal, until a time by the clock or until the deadline; may return without any of
   * these. The lock of the condition is held.
   */
  @SuppressWarnings("WaitNotInLoop") // callers look again
  void await(ReentrantLock held, Condition signal, long until, Deadline deadline)
      throws InterruptedException {
    Alarm alarm = at(until, () -> signalAll(held, signal));
    try {
      long unused = signal.awaitNanos(deadline.remainingNanos());
    } finally {
      cancel(alarm);
    }
  }

  /** Wakes all who wait for a signal. */
  static void signalAll(ReentrantLock lock, Condition signal) {
    lock.lock();
    try {
      signal.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes an alarm back; it may be running already. */
  void cancel(Alarm alarm) {
    lock.lock();
    try {
      pending.remove(alarm);
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (Alarm next = next(); next != null; next = next()) {
      try {
        time.sleepUntil(next.at);
      } catch (InterruptedException e) {
        continue; // an earlier alarm was set, or there will be no more
      }
      if (take(next)) {
        next.task.run();
      }
    }
  }

  /** Returns the earliest alarm; null, ending the thread, if there is none. */
  private @Nullable Alarm next() {
    lock.lock();
    try {
      boolean unused = Thread.interrupted(); // whatever it announced is visible under the lock
      if (pending.isEmpty()) {
        thread = null;
        return null;
      }
      return pending.first();
    } finally {
      lock.unlock();
    }
  }

  private boolean take(Alarm alarm) {
    lock.lock();
    try {
      return pending.remove(alarm);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      pending.clear();
      if (thread != null) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}
