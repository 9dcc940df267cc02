package io.patternsdk.concurrency.ratelimit;

import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The turns of a rate limiter that somebody waited for and gave up before they came, until their
 * time is over.
 */
final class ReturnedPermits {
  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<Long> turns = new PriorityQueue<>((a, b) -> Long.signum(a - b));

  /** Whether there may be any: whoever waits for a turn of his own needs no lock. */
  private volatile boolean any;

  void add(long turn) {
    lock.lock();
    try {
      any = turns.add(turn);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the one that comes first and is not over. */
  OptionalLong earliest(long now) {
    if (!any) {
      return OptionalLong.empty();
    }
    lock.lock();
    try {
      forgetBefore(now);
      Long first = turns.peek();
      return first == null ? OptionalLong.empty() : OptionalLong.of(first);
    } finally {
      lock.unlock();
    }
  }

  /** Takes one out; false if somebody else has. */
  boolean remove(long turn) {
    lock.lock();
    try {
      return turns.remove(turn);
    } finally {
      lock.unlock();
    }
  }

  /** Counts those between two times. */
  int until(long now, long time) {
    if (!any) {
      return 0;
    }
    lock.lock();
    try {
      forgetBefore(now);
      return (int) turns.stream().filter(turn -> turn - time <= 0).count();
    } finally {
      lock.unlock();
    }
  }

  private void forgetBefore(long now) {
    while (!turns.isEmpty() && turns.peek() - now < 0) {
      turns.remove();
    }
    any = !turns.isEmpty();
  }
}
