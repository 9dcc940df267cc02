package io.patternsdk.concurrency.bulkhead;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives a permit to whoever comes before those who wait, which saves a switch of threads for each;
 * but nobody overtakes once somebody has waited for {@link #PATIENCE}.
 */
final class BargingSemaphore implements ResizableSemaphore {
  private static final long PATIENCE = Duration.ofMillis(10).toNanos();

  /**
   * For so long nobody wakes a waiter who has just been overtaken: most likely it would be again.
   */
  private static final long PAUSE = Duration.ofNanos(200_000).toNanos();

  private final StripedPermits permits;
  private final LongSupplier clock;

  /** How many have lost patience: while there are any, only the first in the queue may take. */
  private final AtomicInteger impatient = new AtomicInteger();

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Waiter> queue = new ArrayDeque<>();

  /** The head of the queue, written under the lock. It alone takes, and only itself leaves. */
  private volatile @Nullable Waiter first;

  BargingSemaphore(StripedPermits permits) {
    this(permits, System::nanoTime);
  }

  /**
   * Tells by such a clock, of nanoseconds, who has lost patience; threads park by the machine's.
   */
  BargingSemaphore(StripedPermits permits, LongSupplier clock) {
    this.permits = permits;
    this.clock = clock;
  }

  @Override
  public boolean tryAcquire() {
    return impatient.get() == 0 && permits.tryAcquire();
  }

  @Override
  public boolean tryAcquire(long nanos) throws InterruptedException {
    Waiter waiter = new Waiter(Thread.currentThread(), clock.getAsLong());
    enqueue(waiter);
    boolean taken = false;
    try {
      taken = await(waiter, nanos);
      return taken;
    } finally {
      leave(waiter, taken);
    }
  }

  private boolean await(Waiter waiter, long nanos) throws InterruptedException {
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      boolean overtaken = waiter.woken; // unless it gets one now
      waiter.woken = false; // before the look, so that a permit given after it wakes this thread
      if (first == waiter && permits.tryAcquire()) {
        return true;
      }
      long waited = clock.getAsLong() - waiter.since;
      if (waited >= nanos) {
        return false;
      }
      if (waited >= PATIENCE && !waiter.impatient) {
        waiter.impatient = true;
        impatient.incrementAndGet();
      }
      if (overtaken && !waiter.impatient) {
        waiter.woken = true; // so nobody does
        LockSupport.parkNanos(this, Math.min(nanos - waited, PAUSE));
        waiter.woken = false;
      } else {
        long next = waiter.impatient ? nanos : Math.min(nanos, PATIENCE);
        LockSupport.parkNanos(this, next - waited);
      }
    }
  }

  private void enqueue(Waiter waiter) {
    lock.lock();
    try {
      queue.add(waiter);
      first = queue.peek();
    } finally {
      lock.unlock();
    }
  }

  /** A wake-up that the leaver got, and any permit that is still free, is for the next one. */
  private void leave(Waiter waiter, boolean taken) {
    lock.lock();
    try {
      if (taken) {
        queue.remove();
      } else {
        queue.remove(waiter);
      }
      first = queue.peek();
      if (waiter.impatient) {
        impatient.decrementAndGet();
      }
    } finally {
      lock.unlock();
    }
    if (permits.mayBeAvailable()) {
      wakeFirst();
    }
  }

  private void wakeFirst() {
    Waiter head = first;
    if (head != null && !head.woken) {
      head.woken = true;
      LockSupport.unpark(head.thread);
    }
  }

  @Override
  public void release() {
    if (permits.release()) {
      wakeFirst();
      if (first == null) {
        permits.spread();
      }
    }
  }

  @Override
  public void resize(int capacity) {
    permits.resize(capacity);
    wakeFirst();
  }

  @Override
  public int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  private static final class Waiter {
    private final Thread thread;
    private final long since;
    private boolean impatient;
    private volatile boolean woken;

    Waiter(Thread thread, long since) {
      this.thread = thread;
      this.since = since;
    }
  }
}
