package io.patternsdk.multicast;

import io.patternsdk.core.Clock;
import io.patternsdk.core.capability.KeyValueScan;
import io.patternsdk.multicast.RegistryException.Code;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The most identities that may be registered. Counting asks the backend at most once a second, so
 * several processes that register at one moment may exceed it by what they register in that time.
 */
final class Quota {
  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  private final KeyValueScan scan;
  private final long most;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean counted;
  private long countedAt;
  private long count;

  Quota(KeyValueScan scan, long most, Clock clock) {
    this.scan = scan;
    this.most = most;
    this.clock = clock;
  }

  /** Takes a place for an identity that is not there yet, or refuses. */
  void take(String id, IdentityStore store) {
    if (most == 0 || store.contains(id)) {
      return;
    }
    lock.lock();
    try {
      if (!counted || count >= most || clock.nanoTime() - countedAt > FRESH) {
        count = scan.count(IdentityStore.PREFIX);
        countedAt = clock.nanoTime();
        counted = true;
      }
      if (count >= most) {
        throw new RegistryException(
            Code.QUOTA_EXCEEDED, count + " identities are registered; at most " + most + " may be");
      }
      count++;
    } finally {
      lock.unlock();
    }
  }
}
