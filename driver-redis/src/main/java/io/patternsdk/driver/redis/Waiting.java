package io.patternsdk.driver.redis;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The receivers of this process that wait for one queue. Each signal lets one of them look, and so
 * does the time at which a delivery is due again.
 */
final class Waiting implements Listener {
  /** After this somebody looks even if nothing is due. */
  private static final long LONGEST_MILLIS = 86_400_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int signals;
  private boolean due;
  private long dueAt;

  /** How many use it; guarded by whoever hands it out. */
  int users;

  /** Waits for a reason to look at the queue; false if none has come when the time is up. */
  boolean await(Deadline end) {
    lock.lock();
    try {
      for (; ; ) {
        long untilDue = due ? dueAt - System.nanoTime() : Long.MAX_VALUE;
        if (signals > 0 || untilDue <= 0) {
          take(untilDue <= 0);
          return true;
        }
        long left = end.remainingNanos();
        if (left <= 0) {
          return false;
        }
        long unused = changed.awaitNanos(Math.min(left, untilDue));
      }
    } catch (InterruptedException e) {
      throw RedisErrors.interrupted(Effect.NONE, e);
    } finally {
      lock.unlock();
    }
  }

  private void take(boolean isDue) {
    if (isDue) {
      due = false;
    } else {
      signals--;
    }
  }

  /** Learns that a delivery is due in {@code millis}; negative for none. */
  void due(long millis) {
    if (millis < 0) {
      return;
    }
    long at = System.nanoTime() + Math.min(millis, LONGEST_MILLIS) * 1_000_000;
    lock.lock();
    try {
      if (!due || at - dueAt < 0) {
        due = true;
        dueAt = at;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets one of them look. */
  void signal() {
    lock.lock();
    try {
      signals++;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void message(String channel, byte[] body) {
    signal();
  }

  @Override
  public void reconnected() {
    signal();
  }
}
