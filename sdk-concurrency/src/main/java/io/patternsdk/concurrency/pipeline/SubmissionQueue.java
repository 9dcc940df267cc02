package io.patternsdk.concurrency.pipeline;

import io.patternsdk.concurrency.internal.Interrupted;
import io.patternsdk.concurrency.internal.Refusals;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where items come into a pipeline, from any thread. */
final class SubmissionQueue {
  private final StageQueue queue;
  private final PipelineScope scope;
  private final LongAdder refused = new LongAdder();

  /** Held while putting an item, never while waiting. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Held while waiting for room. */
  private final ReentrantLock turn = new ReentrantLock();

  private volatile boolean closed;
  private @Nullable SourceReader reader;

  SubmissionQueue(StageQueue queue, PipelineScope scope) {
    this.queue = queue;
    this.scope = scope;
  }

  /** Takes an item if there is room for it now. */
  boolean offer(Object entry) {
    lock.lock();
    try {
      return open() && queue.offer(entry);
    } finally {
      lock.unlock();
    }
  }

  /** Takes an item, waiting for room. */
  void put(Object entry) {
    if (!offer(entry) && !putLater(entry, Deadline.current())) {
      throw late();
    }
  }

  /** Takes an item unless the deadline comes first. */
  private boolean putLater(Object entry, Deadline deadline) {
    if (scope.owns(Thread.currentThread())) {
      throw new IllegalStateException("a step of " + name() + " would wait for room in it");
    }
    try {
      if (!turn.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        return false;
      }
      try {
        while (!offer(entry)) {
          checkOpen();
          if (!awaitRoom(deadline)) {
            return false;
          }
        }
        return true;
      } finally {
        turn.unlock();
      }
    } catch (InterruptedException e) {
      throw Interrupted.during("while waiting for room in " + name(), Effect.NONE, e);
    }
  }

  private boolean awaitRoom(Deadline deadline) throws InterruptedException {
    if (deadline.passed()) {
      return false;
    }
    queue.awaitRoom(deadline);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return true;
  }

  /** Counts a refusal and returns what to throw. */
  RejectedException late() {
    refused.increment();
    return Refusals.deadline(scope.publisher());
  }

  /** Counts an item that is refused without an exception. */
  void refuse(Rejection reason) {
    refused.increment();
    scope.publisher().refused(reason);
  }

  long refused() {
    return refused.sum();
  }

  private void checkOpen() {
    if (!open()) {
      FailedItem failure = scope.failure();
      throw new BackendException(
          ErrorKind.CLOSED,
          "the pipeline " + name() + (failure == null ? " accepts no more items" : " has failed"),
          failure == null ? null : failure.cause());
    }
  }

  boolean open() {
    return !closed && !scope.stopped();
  }

  /** Lets nobody in any more but what is read from a source. */
  SourceReader readFrom(Supplier<? extends @Nullable Object> source) {
    lock.lock();
    try {
      checkOpen();
      closed = true;
      SourceReader opened = new SourceReader(source, queue, scope);
      reader = opened;
      return opened;
    } finally {
      lock.unlock();
    }
  }

  /** Accepts no more items. */
  void close() {
    lock.lock();
    try {
      if (reader != null) {
        reader.stop();
      } else if (!closed) {
        closed = true;
        queue.end();
      }
    } finally {
      lock.unlock();
    }
  }

  private String name() {
    return scope.publisher().name();
  }
}
