package io.patternsdk.concurrency;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Permits served in the order of arrival to those who wait. */
final class FairPermits extends Semaphore implements Permits {
  private static final long serialVersionUID = 1L;

  private volatile int capacity;

  FairPermits(int capacity) {
    super(capacity, true);
    this.capacity = capacity;
  }

  /** Takes no permit that is on its way to somebody who waits. */
  @Override
  public boolean tryTake() {
    return !hasQueuedThreads() && tryAcquire();
  }

  @Override
  public boolean take(long nanos) throws InterruptedException {
    return tryAcquire(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void give() {
    if (availablePermits() >= capacity) {
      throw new IllegalStateException("more places are given back than were taken");
    }
    release();
  }

  @Override
  public synchronized void resize(int capacity) {
    // The capacity never lags behind the permits, or giving back would look like a mistake.
    if (capacity >= this.capacity) {
      int more = capacity - this.capacity;
      this.capacity = capacity;
      release(more);
    } else {
      reducePermits(this.capacity - capacity);
      this.capacity = capacity;
    }
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public int taken() {
    return Math.max(0, capacity - availablePermits());
  }

  @Override
  public int waiting() {
    return getQueueLength();
  }
}
