package io.patternsdk.multicast;

import io.patternsdk.core.Clock;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.multicast.RegistryException.Code;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The most identities that may be registered. Counting asks the backend at most once a second, so
 * several processes that register at one moment may exceed it by what they register in that time,
 * and a place that another process or a TTL gives free is seen a second later.
 */
final class Quota {
  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  private final KeyValueScan scan;
  private final long most;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private long countedAt;
  private long count;
  private long underWay;

  /** Odd while the backend is being asked, else twice how often it has been. */
  private volatile long countings;

  Quota(KeyValueScan scan, long most, Clock clock) {
    this.scan = scan;
    this.most = most;
    this.clock = clock;
  }

  /** Registers an identity by {@code put}, in a place of its own if it is not there yet. */
  boolean register(String id, IdentityStore store, BooleanSupplier put) {
    if (most == 0 || store.contains(id)) {
      return put.getAsBoolean();
    }
    take();
    try {
      return put.getAsBoolean();
    } finally {
      stored();
    }
  }

  private void take() {
    lock.lock();
    try {
      if (countings == 0 || clock.nanoTime() - countedAt >= FRESH) {
        recount();
      }
      if (count >= most) {
        throw new RegistryException(
            Code.QUOTA_EXCEEDED, count + " identities are registered; at most " + most + " may be");
      }
      count++;
      underWay++;
    } finally {
      lock.unlock();
    }
  }

  private void stored() {
    lock.lock();
    try {
      underWay--;
    } finally {
      lock.unlock();
    }
  }

  private void recount() {
    long before = countings;
    countings = before + 1;
    try {
      count = scan.count(IdentityStore.PREFIX) + underWay; // these may not be stored yet
      countings = before + 2;
      countedAt = clock.nanoTime();
    } finally {
      if (countings != before + 2) {
        countings = before;
      }
    }
  }

  /** Returns what {@link #free} is told after an identity has been removed. */
  long beforeRemoving() {
    return countings;
  }

  /** Gives the place of a removed identity free, unless a count may have missed it already. */
  void free(long beforeRemoving) {
    lock.lock();
    try {
      if (beforeRemoving == countings && beforeRemoving % 2 == 0 && count > 0) {
        count--;
      }
    } finally {
      lock.unlock();
    }
  }
}
