package io.patternsdk.concurrency.bulkhead;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/** Gives permits to those who wait in the order of arrival. */
class FairSemaphore extends AbstractQueuedSynchronizer implements ResizableSemaphore {
  private static final long serialVersionUID = 1L;

  /** Releases one; any other argument is a capacity. */
  private static final int ONE = 0;

  private final transient StripedPermits permits;

  FairSemaphore(StripedPermits permits) {
    this.permits = permits;
  }

  /** Takes no permit that is on its way to somebody who waits. */
  @Override
  public boolean tryAcquire() {
    return !hasQueuedThreads() && permits.tryAcquire();
  }

  @Override
  public boolean tryAcquire(long nanos) throws InterruptedException {
    return tryAcquireSharedNanos(1, nanos);
  }

  @Override
  protected int tryAcquireShared(int one) {
    return !hasQueuedPredecessors() && permits.tryAcquire() ? 1 : -1;
  }

  @Override
  public void release() {
    if (releaseShared(ONE) && !hasQueuedThreads()) {
      permits.spread();
    }
  }

  @Override
  public void resize(int capacity) {
    releaseShared(capacity);
  }

  @Override
  protected boolean tryReleaseShared(int capacity) {
    if (capacity == ONE) {
      return permits.release();
    }
    permits.resize(capacity);
    return true;
  }

  @Override
  public int waiting() {
    return getQueueLength();
  }
}
