package io.patternsdk.concurrency.bulkhead;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/** Permits served in the order of arrival to those who wait. */
class FairPermits extends AbstractQueuedSynchronizer implements Permits {
  private static final long serialVersionUID = 1L;

  /** Releases one; any other argument is a capacity. */
  private static final int ONE = 0;

  private final transient Places places;

  FairPermits(Places places) {
    this.places = places;
  }

  /** Takes no permit that is on its way to somebody who waits. */
  @Override
  public boolean tryTake() {
    return !hasQueuedThreads() && places.take();
  }

  @Override
  public boolean take(long nanos) throws InterruptedException {
    return tryAcquireSharedNanos(1, nanos);
  }

  @Override
  protected int tryAcquireShared(int one) {
    return !hasQueuedPredecessors() && places.take() ? 1 : -1;
  }

  @Override
  public void give() {
    if (releaseShared(ONE) && !hasQueuedThreads()) {
      places.spread();
    }
  }

  @Override
  public void resize(int capacity) {
    releaseShared(capacity);
  }

  @Override
  protected boolean tryReleaseShared(int capacity) {
    if (capacity == ONE) {
      return places.give();
    }
    places.resize(capacity);
    return true;
  }

  @Override
  public int waiting() {
    return getQueueLength();
  }
}
