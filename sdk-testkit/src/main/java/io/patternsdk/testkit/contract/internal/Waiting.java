package io.patternsdk.testkit.contract.internal;

import io.patternsdk.core.Deadline;
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

  /** Begins the call and returns when the thread waits. */
  public static <T> Waiting<T> on(Subject subject, Deadline deadline, Supplier<T> call) {
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              try {
                return deadline.run(call::get);
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
