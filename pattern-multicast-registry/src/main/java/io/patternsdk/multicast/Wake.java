package io.patternsdk.multicast;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one waiting thread; being woken several times before it waits counts once. */
final class Wake {
  private final Semaphore signal = new Semaphore(0);

  void up() {
    if (signal.availablePermits() == 0) {
      signal.release();
    }
  }

  /** Waits until woken or the time is up. */
  void await(Duration atMost) throws InterruptedException {
    if (signal.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      signal.drainPermits();
    }
  }
}
