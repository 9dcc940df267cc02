package io.patternsdk.core.driver;

import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the waits of many callers when their time is up, at most 10 ms late. One virtual thread
 * looks after all of them and ends when none is left; a timer for each would cost every call a
 * fifth of its time.
 */
final class Overdue {
  /** Up to this a wait is better ended by a timer of its own, which is more exact. */
  static final long EXACT_NANOS = 200_000_000;

  private static final long TICK_NANOS = 10_000_000;

  private final Queue<Wait> waits = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean watched = new AtomicBoolean();

  private record Wait(CompletableFuture<?> answer, long at) {}

  /** Fails {@code answer} with a {@link TimeoutException} unless it comes within {@code nanos}. */
  void limit(CompletableFuture<?> answer, long nanos) {
    waits.add(new Wait(answer, System.nanoTime() + nanos));
    if (!watched.get() && watched.compareAndSet(false, true)) {
      Thread.ofVirtual().name("driver-overdue").start(this::watch);
    }
  }

  private void watch() {
    do {
      while (!waits.isEmpty()) {
        LockSupport.parkNanos(TICK_NANOS);
        endThoseOverdue(System.nanoTime());
      }
      watched.set(false);
      // Whoever came in between has either seen the flag and started another watch, or is seen
      // here.
    } while (!waits.isEmpty() && watched.compareAndSet(false, true));
  }

  private void endThoseOverdue(long now) {
    for (Iterator<Wait> each = waits.iterator(); each.hasNext(); ) {
      Wait wait = each.next();
      boolean late = wait.at() - now <= 0;
      if (late || wait.answer().isDone()) {
        each.remove();
      }
      if (late) {
        wait.answer().completeExceptionally(new TimeoutException());
      }
    }
  }
}
