package io.patternsdk.testkit.contract.internal;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls that have to end by themselves. */
public final class Bounded {
  /** Far more than a call needs that waits for nothing, on the busiest machine. */
  private static final Duration PROMPT = Duration.ofSeconds(3);

  private Bounded() {}

  /** Makes a call that waits for nothing. */
  public static void promptly(Runnable call) {
    within(PROMPT, call);
  }

  /** Makes the call; it fails if it has not ended after {@code most}, and is then interrupted. */
  public static void within(Duration most, Runnable call) {
    FutureTask<Void> task = new FutureTask<>(call, null);
    Thread thread = Thread.ofPlatform().daemon().start(task);
    try {
      task.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new AssertionError("has not ended after " + most, e);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
