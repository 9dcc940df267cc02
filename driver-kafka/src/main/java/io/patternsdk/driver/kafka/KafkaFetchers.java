package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Consumers for readers, and the threads on which they are used: threads of the system, because a
 * consumer blocks its carrier while it waits. A consumer that a reader has given back serves the
 * next one. Thread-safe.
 */
final class KafkaFetchers {
  private static final int MOST_IDLE = 4;

  private final Supplier<Consumer<byte[], byte[]>> maker;
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          5,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("kafka-fetcher-", 1).factory());
  private final Set<Consumer<byte[], byte[]>> all = ConcurrentHashMap.newKeySet();
  private final Deque<Consumer<byte[], byte[]>> idle = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  KafkaFetchers(Supplier<Consumer<byte[], byte[]>> maker) {
    this.maker = maker;
  }

  /** Runs what uses a consumer; whoever waits for it is free to go. */
  <T> CompletableFuture<T> run(Supplier<T> task) {
    try {
      return CompletableFuture.supplyAsync(task, threads);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new BackendException(ErrorKind.CLOSED, Effect.NONE, "the driver is closed", e));
    }
  }

  /** Uses a consumer for one task. */
  <T> CompletableFuture<T> with(Function<Consumer<byte[], byte[]>, T> task) {
    return run(
        () -> {
          Consumer<byte[], byte[]> consumer = take();
          boolean done = false;
          try {
            T result = task.apply(consumer);
            done = true;
            return result;
          } finally {
            if (done) {
              giveBack(consumer);
            } else {
              end(consumer);
            }
          }
        });
  }

  /** Takes a consumer, on a thread of {@link #run}. */
  Consumer<byte[], byte[]> take() {
    lock.lock();
    try {
      Consumer<byte[], byte[]> kept = closed ? null : idle.poll();
      if (kept != null) {
        return kept;
      }
    } finally {
      lock.unlock();
    }
    Consumer<byte[], byte[]> made = maker.get();
    all.add(made);
    if (isClosed()) {
      end(made);
      throw new IllegalStateException("the driver is closed");
    }
    return made;
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Gives back a consumer that nobody has woken. */
  void giveBack(Consumer<byte[], byte[]> consumer) {
    consumer.unsubscribe();
    lock.lock();
    try {
      if (!closed && idle.size() < MOST_IDLE) {
        idle.push(consumer);
        return;
      }
    } finally {
      lock.unlock();
    }
    end(consumer);
  }

  /** Ends a consumer for good. */
  void end(@Nullable Consumer<byte[], byte[]> consumer) {
    if (consumer != null && all.remove(consumer)) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  /** Ends all that is idle, and wakes what waits so that it ends itself. */
  void close() {
    Deque<Consumer<byte[], byte[]>> unused = new ArrayDeque<>();
    lock.lock();
    try {
      closed = true;
      unused.addAll(idle);
      idle.clear();
    } finally {
      lock.unlock();
    }
    unused.forEach(this::end);
    all.forEach(Consumer::wakeup);
    threads.shutdown();
  }
}
