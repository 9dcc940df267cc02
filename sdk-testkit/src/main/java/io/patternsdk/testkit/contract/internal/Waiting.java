package io.patternsdk.testkit.contract.internal;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.testkit.contract.Subject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A thread that makes one call, which waits, and does not outlive the case.
 *
 * @param task the call
 * @param flag the interrupt flag of the thread afterwards
 * @param patience how long to wait for the call
 * @param <T> what the call returns
 */
public record Waiting<T>(
    Thread thread, FutureTask<T> task, CompletableFuture<Boolean> flag, Duration patience) {
  /** Longer than a case may take: a call that sleeps through it hangs. */
  public static final Duration VERY_LONG = Duration.ofHours(1);

  private static final int TRIES = 5;

  /** Begins the call, without a deadline, and returns when the thread waits. */
  public static <T> Waiting<T> on(Subject subject, Supplier<T> call) {
    return on(subject, () -> Deadline.NONE, call);
  }

  /**
   * Makes a call that has a deadline after {@code time}, and returns what it returns. It is made
   * again if the deadline passed before it had begun or in an exchange round the wait, as it may
   * where the machine is busy.
   */
  public static <T> T until(Duration time, Subject subject, Supplier<T> call) {
    for (int tried = 1; ; tried++) {
      try {
        return on(subject, () -> Deadline.after(time), call).result();
      } catch (RejectedException e) {
        if (e.reason() != Rejection.DEADLINE || tried == TRIES) {
          throw e;
        }
      } catch (BackendException e) {
        if (e.kind() != ErrorKind.TIMED_OUT || tried == TRIES) {
          throw e;
        }
      }
    }
  }

  private static <T> Waiting<T> on(Subject subject, Supplier<Deadline> deadline, Supplier<T> call) {
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              try {
                return deadline.get().run(call::get);
              } finally {
                flag.complete(Thread.currentThread().isInterrupted());
              }
            });
    Thread thread = Thread.startVirtualThread(task);
    subject.closing(thread::interrupt);
    subject.eventually().until("that the call waits", () -> Latches.waits(thread));
    return new Waiting<>(thread, task, flag, subject.variant().patience());
  }

  /** Returns what the call returns, or throws what it throws. */
  public T result() {
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("still waiting after " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
