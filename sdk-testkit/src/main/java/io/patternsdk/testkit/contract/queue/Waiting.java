package io.patternsdk.testkit.contract.queue;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Latches;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A thread that receives one message from "queue" and does not outlive the case.
 *
 * @param received what it receives
 * @param flag its interrupt flag afterwards
 * @param patience how long to wait for it
 */
record Waiting(
    Thread thread,
    FutureTask<List<Delivery>> received,
    CompletableFuture<Boolean> flag,
    Duration patience) {
  /** Longer than a case may take: a receiver that sleeps through it hangs. */
  private static final Duration VERY_LONG = Duration.ofHours(1);

  /** Begins to receive and returns when the thread waits. */
  static Waiting on(Backend backend, Subject subject, Deadline deadline) {
    MessageQueue queue = backend.require(QUEUE_BASIC);
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    FutureTask<List<Delivery>> received =
        new FutureTask<>(
            () -> {
              try {
                return deadline.run(() -> queue.receive("queue", 1, VERY_LONG));
              } finally {
                flag.complete(Thread.currentThread().isInterrupted());
              }
            });
    Thread thread = Thread.startVirtualThread(received);
    subject.closing(thread::interrupt);
    subject.eventually().until("that the receiver waits", () -> Latches.waits(thread));
    return new Waiting(thread, received, flag, subject.variant().patience());
  }

  /** Returns what came, or throws what the call threw. */
  List<Delivery> deliveries() {
    try {
      return received.get(patience.toMillis(), TimeUnit.MILLISECONDS);
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
