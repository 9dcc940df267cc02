package io.patternsdk.concurrency.pipeline;

import io.patternsdk.core.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread waits for another one to make something ready.
 *
 * <p>At first it waits to find plenty at once, so that two quick threads do not wake each other for
 * every item: it yields, as often as that has been of use lately, then it sleeps for a short time.
 * Then the least will do.
 *
 * <p>Whoever makes something ready looks here without a memory fence, so it may overlook who has
 * just come, or has just begun to be content with the least. Therefore who waits looks again by
 * itself: soon after each such change, then after pauses that double, as nobody can overlook it any
 * more.
 */
final class SingleWaiterCondition {
  private static final int MOST_YIELDS = 16;
  private static final long PATIENCE = Duration.ofNanos(50_000).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(10).toNanos();

  private final BooleanSupplier ready;
  private final BooleanSupplier plenty;
  private final AtomicReference<@Nullable Waiter> waiter = new AtomicReference<>();
  private int yields = MOST_YIELDS;

  SingleWaiterCondition(BooleanSupplier ready, BooleanSupplier plenty) {
    this.ready = ready;
    this.plenty = plenty;
  }

  /** Returns when it is ready, the deadline has come or the thread is interrupted. */
  void await(Deadline deadline) {
    if (yieldsUntilPlenty()) {
      yields = Math.min(yields * 2, MOST_YIELDS);
      return;
    }
    yields = Math.max(yields / 2, 1);
    sleep(deadline);
  }

  @SuppressWarnings("ThreadPriorityCheck") // lets the other side have the core, nothing more
  private boolean yieldsUntilPlenty() {
    for (int i = 0; i < yields; i++) {
      if (plenty.getAsBoolean()) {
        return true;
      }
      Thread.yield();
    }
    return ready.getAsBoolean();
  }

  private void sleep(Deadline deadline) {
    Waiter me = new Waiter(Thread.currentThread());
    waiter.set(me);
    for (long pause = PATIENCE; mustWait(deadline); pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      LockSupport.parkNanos(this, Math.min(pause, deadline.remainingNanos()));
      me.forTheLeast = true;
      if (waiter.get() == null) { // it was woken, and others were quicker
        waiter.set(me);
        pause = PATIENCE;
      }
    }
    waiter.set(null);
  }

  private boolean mustWait(Deadline deadline) {
    return !ready.getAsBoolean() && !deadline.passed() && !Thread.currentThread().isInterrupted();
  }

  /** Tells whether somebody waits. */
  boolean hasWaiter() {
    return waiter.getAcquire() != null;
  }

  /** Wakes who waits if there is plenty or the least will do. */
  void signal(boolean plenty) {
    Waiter now = waiter.get();
    if (now != null && (plenty || now.forTheLeast) && waiter.compareAndSet(now, null)) {
      LockSupport.unpark(now.thread);
    }
  }

  private static final class Waiter {
    private final Thread thread;
    private volatile boolean forTheLeast;

    Waiter(Thread thread) {
      this.thread = thread;
    }
  }
}
