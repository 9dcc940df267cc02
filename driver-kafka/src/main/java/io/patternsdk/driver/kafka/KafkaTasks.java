package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * What the thread of a member has to do with its consumer between two polls. A consumer is woken
 * only while it polls, because a wakeup ends whatever it is doing: a commit that is sent again then
 * may be there after a later one, and partitions whose places cannot be asked for are this member's
 * and never read. Thread-safe.
 */
final class KafkaTasks {
  private final Queue<Task<?>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** The consumer while it polls. */
  private @Nullable Consumer<byte[], byte[]> polling;

  /** Whether somebody would have woken it. */
  private boolean due;

  private record Task<T>(
      Function<Consumer<byte[], byte[]>, T> action, CompletableFuture<T> result) {
    void run(Consumer<byte[], byte[]> consumer) {
      try {
        result.complete(action.apply(consumer));
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    }
  }

  /** Adds something to do and returns what becomes of it. */
  <T> CompletableFuture<T> add(Function<Consumer<byte[], byte[]>, T> action) {
    Task<T> task = new Task<>(action, new CompletableFuture<>());
    waiting.add(task);
    wake();
    return task.result();
  }

  /** Ends the poll that is under way, or the next one at once. */
  void wake() {
    lock.lock();
    try {
      due = polling == null;
      if (polling != null) {
        polling.wakeup();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does all that there is, on the thread of the consumer.
   *
   * @param before is done before each
   */
  void run(Consumer<byte[], byte[]> consumer, Runnable before) {
    while (!waiting.isEmpty()) {
      before.run();
      Task<?> task = waiting.poll();
      if (task != null) {
        task.run(consumer);
      }
    }
  }

  /** Refuses all that there is. */
  void refuse() {
    for (Task<?> task = waiting.poll(); task != null; task = waiting.poll()) {
      task.result()
          .completeExceptionally(
              new BackendException(ErrorKind.CLOSED, "the member has left the group"));
    }
  }

  /** Polls until something comes, or there is something to do, or the time is over. */
  ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Duration wait) {
    boolean now = begin(consumer);
    try {
      return consumer.poll(now ? Duration.ZERO : wait);
    } catch (WakeupException e) {
      return ConsumerRecords.empty();
    } finally {
      boolean unused = end();
    }
  }

  /** Makes a call that nobody wakes; also from within a poll. */
  <T> T undisturbed(Consumer<byte[], byte[]> consumer, Supplier<T> call) {
    boolean within = end();
    try {
      while (true) {
        try {
          return call.get();
        } catch (WakeupException e) {
          wake(); // was meant for the poll, whose end it has missed
        }
      }
    } finally {
      if (within && begin(consumer)) {
        consumer.wakeup();
      }
    }
  }

  /** Tells whether the poll is to end at once. */
  private boolean begin(Consumer<byte[], byte[]> consumer) {
    lock.lock();
    try {
      polling = consumer;
      boolean now = due;
      due = false;
      return now;
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether there was a poll. */
  private boolean end() {
    lock.lock();
    try {
      boolean was = polling != null;
      polling = null;
      return was;
    } finally {
      lock.unlock();
    }
  }
}
