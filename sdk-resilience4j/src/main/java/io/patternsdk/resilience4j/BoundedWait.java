package io.patternsdk.resilience4j;

import io.patternsdk.core.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A wait for something that knows no deadlines. Where the deadline comes first another thread
 * waits, so that it can be given up: an interrupt of this thread would look like one of the
 * caller's.
 *
 * @param what what is waited for, as it reads in a message
 * @param take takes it, or returns false; with the thread's flag set if it was interrupted
 * @param giveBack gives it back
 */
record BoundedWait(String what, BooleanSupplier take, Runnable giveBack) {

  /**
   * Takes it, or returns false if it was refused.
   *
   * @param longest how long {@code take} may block
   * @throws io.patternsdk.core.RejectedException DEADLINE at the deadline
   * @throws io.patternsdk.core.BackendException CANCELLED if interrupted
   */
  boolean take(Duration longest, Deadline deadline) {
    if (deadline.passed()) {
      throw Refusals.deadline(what);
    }
    boolean taken =
        longest.compareTo(deadline.remaining()) < 0 ? take.getAsBoolean() : takeBefore(deadline);
    if (!taken && Thread.currentThread().isInterrupted()) {
      throw Refusals.interrupted(what, null);
    }
    if (deadline.passed()) {
      if (taken) {
        giveBack.run();
      }
      throw Refusals.deadline(what);
    }
    return taken;
  }

  private boolean takeBefore(Deadline deadline) {
    CompletableFuture<Boolean> taken = new CompletableFuture<>();
    Thread waiting = Thread.ofVirtual().name("waiting for " + what).start(() -> settle(taken));
    try {
      return taken.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return !taken.complete(false) && taken.join();
    } catch (InterruptedException e) {
      if (!taken.complete(false) && taken.join()) {
        giveBack.run();
      }
      throw Refusals.interrupted(what, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(what + " failed", e.getCause());
    } finally {
      waiting.interrupt();
    }
  }

  /** Gives it back if nobody wants it any more. */
  private void settle(CompletableFuture<Boolean> wanted) {
    try {
      boolean taken = take.getAsBoolean();
      if (!wanted.complete(taken) && taken) {
        giveBack.run();
      }
    } catch (RuntimeException | Error e) {
      wanted.completeExceptionally(e);
    }
  }
}
