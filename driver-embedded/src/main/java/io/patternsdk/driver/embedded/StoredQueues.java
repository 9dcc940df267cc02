package io.patternsdk.driver.embedded;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.driver.embedded.journal.EmbeddedErrors;
import io.patternsdk.driver.embedded.journal.Journal;
import io.patternsdk.driver.embedded.journal.Journal.Commit;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.QueuedMessage;
import io.patternsdk.driver.embedded.journal.Sequence;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** The queues of one backend by name; one that is empty and idle takes no memory. Thread-safe. */
final class StoredQueues {
  private final MonotonicClock time;
  private final Journal journal;
  private final Scheduler scheduler;
  private final Sequence sequence;
  private final int maxAttempts;
  private final ConcurrentMap<String, StoredQueue> queues = new ConcurrentHashMap<>();

  StoredQueues(
      MonotonicClock time,
      Journal journal,
      Scheduler scheduler,
      Sequence sequence,
      EmbeddedConfig config) {
    this.time = time;
    this.journal = journal;
    this.scheduler = scheduler;
    this.sequence = sequence;
    this.maxAttempts = config.maxAttempts();
  }

  /** What is done with a queue while its lock is held. */
  @FunctionalInterface
  interface Work<T> {
    /** Does it; may wait on the queue's condition. */
    T on(StoredQueue queue) throws InterruptedException;
  }

  /** Puts in what was there when the process began. */
  void load(String queue, QueuedMessage parked) {
    named(queue).load(parked);
  }

  /** Looks at a queue. */
  <T> T read(String name, Function<StoredQueue, T> question) {
    return locked(name, question::apply).result;
  }

  /** Changes a queue and waits until that survives what the backend survives. */
  <T> T change(String name, Work<T> work) {
    Outcome<T> outcome = locked(name, work);
    outcome.commit.await();
    return outcome.result;
  }

  private record Outcome<T>(T result, Commit commit) {}

  private <T> Outcome<T> locked(String name, Work<T> work) {
    journal.admit();
    while (true) {
      StoredQueue queue = named(name);
      queue.lock.lock();
      try {
        if (!queue.retired) {
          return on(queue, work);
        }
      } finally {
        queue.lock.unlock();
      }
    }
  }

  private <T> Outcome<T> on(StoredQueue queue, Work<T> work) {
    try {
      queue.settle(time.now());
      T result = work.on(queue);
      if (queue.hasReady() && queue.waiting > 0) {
        queue.arrival.signal();
      }
      return new Outcome<>(result, queue.commit);
    } catch (InterruptedException e) {
      throw EmbeddedErrors.cancelled(Effect.NONE, e);
    } finally {
      if (queue.isIdle()) {
        queue.retired = true;
        queues.remove(queue.name(), queue);
      }
    }
  }

  private StoredQueue named(String name) {
    return queues.computeIfAbsent(name, n -> new StoredQueue(n, journal, maxAttempts));
  }

  /** Takes messages, waiting for the first of them until the deadline at most. */
  List<QueuedMessage> take(String name, int max, Duration wait, Duration visibility) {
    Deadline deadline = Deadline.current();
    long end = time.after(deadline.atMost(wait));
    return change(
        name,
        queue -> {
          awaitArrival(queue, end, deadline);
          return queue.take(max, time.after(visibility), sequence::next);
        });
  }

  /** Waits until there is something, until {@code end} by the clock, or until the deadline. */
  private void awaitArrival(StoredQueue queue, long end, Deadline deadline)
      throws InterruptedException {
    while (!queue.hasReady() && time.now() < end && !deadline.passed()) {
      queue.waiting++;
      try {
        scheduler.await(queue.lock, queue.arrival, Math.min(end, queue.nextReturn()), deadline);
      } finally {
        queue.waiting--;
      }
      journal.admit();
      queue.settle(time.now());
    }
  }

  /** Wakes all who wait, so that they learn that the backend is closed. */
  void wakeAll() {
    queues.values().forEach(queue -> Scheduler.signalAll(queue.lock, queue.arrival));
  }
}
