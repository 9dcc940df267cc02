package io.patternsdk.concurrency;

import io.patternsdk.core.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread waits for another one to make something ready.
 *
 * <p>At first it waits to find plenty at once, a short time at most, so that two quick threads do
 * not wake each other for every item; then for the least. Whoever makes something ready looks here
 * without a memory fence, so it may rarely overlook who just came; therefore who waits looks again
 * by itself, after pauses that double.
 */
final class Gate {
  private static final int YIELDS = 4;
  private static final long PATIENCE = Duration.ofNanos(50_000).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofDays(1).toNanos();

  private final BooleanSupplier ready;
  private final AtomicReference<@Nullable Waiter> waiter = new AtomicReference<>();

  Gate(BooleanSupplier ready) {
    this.ready = ready;
  }

  /** Returns when it is ready, the deadline has come or the thread is interrupted. */
  @SuppressWarnings("ThreadPriorityCheck") // lets the other side have the core, nothing more
  void await(Deadline deadline) {
    for (int i = 0; i < YIELDS; i++) {
      if (ready.getAsBoolean()) {
        return;
      }
      Thread.yield();
    }
    for (long pause = PATIENCE; pauseOnce(pause, deadline); ) {
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  private boolean pauseOnce(long pause, Deadline deadline) {
    long left = deadline.remainingNanos();
    Waiter me = new Waiter(Thread.currentThread(), pause > PATIENCE);
    waiter.set(me);
    try {
      if (left == 0 || ready.getAsBoolean()) {
        return false;
      }
      LockSupport.parkNanos(this, Math.min(pause, left));
    } finally {
      waiter.set(null);
    }
    return !ready.getAsBoolean() && !Thread.currentThread().isInterrupted();
  }

  /** Tells whether somebody waits. */
  boolean awaited() {
    return waiter.getAcquire() != null;
  }

  /** Wakes who waits if there is plenty or the least will do. */
  void open(boolean plenty) {
    Waiter now = waiter.get();
    if (now != null && (plenty || now.forTheLeast) && waiter.compareAndSet(now, null)) {
      LockSupport.unpark(now.thread);
    }
  }

  private record Waiter(Thread thread, boolean forTheLeast) {}
}
