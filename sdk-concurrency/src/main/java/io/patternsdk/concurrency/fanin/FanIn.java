package io.patternsdk.concurrency.fanin;

import io.patternsdk.concurrency.Sink;
import io.patternsdk.concurrency.internal.Interrupted;
import io.patternsdk.concurrency.internal.TaskScope;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Merges several sources into one stream. Each is read ahead, a limited number of items, on a
 * virtual thread of its own. Items of one source keep their order; the sources that have some take
 * turns, so that a busy one holds none of the others up.
 *
 * <p>The stream ends when all sources have. It also ends at the ambient deadline of whoever reads
 * it, and when it is cancelled: then {@link #snapshot} says which sources were cut short. It is to
 * be closed, also after its end.
 *
 * {@snippet class="io.patternsdk.concurrency.examples.WorkExamplesTest" region="fan-in" :
 * try (FanIn<String> changes =
 *     FanIn.<String>named("regions")
 *         .source("eu", eu.iterator())
 *         .source("us", us.iterator())
 *         .start()) {
 *   changes.forEachRemaining(merged::add);
 * }
 * }
 *
 * <p>One thread at a time reads it; the other methods are for any.
 *
 * @param <T> the items
 */
public final class FanIn<T> implements Iterator<T>, AutoCloseable {
  private final TaskScope<SourceState> scope;
  private final List<SourceBuffer<T>> sourceBuffers;
  private final int buffer;
  private final boolean failFast;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition room = lock.newCondition();
  private int turn;
  private boolean promised;
  private @Nullable BackendException failure;

  FanIn(
      TaskScope<SourceState> scope,
      List<SourceBuffer<T>> sourceBuffers,
      int buffer,
      boolean failFast) {
    this.scope = scope;
    this.sourceBuffers = sourceBuffers;
    this.buffer = buffer;
    this.failFast = failFast;
    scope.onStop(this::wakeAll);
  }

  /**
   * Where items come from.
   *
   * @param <T> the items
   */
  @FunctionalInterface
  public interface Source<T> {
    /**
     * Passes all items on and returns. It is interrupted when nobody wants more; whatever it throws
     * otherwise is the failure of this source.
     */
    void pour(Sink<? super T> sink) throws Exception;
  }

  /** Begins to build one. */
  public static <T> FanInBuilder<T> named(String name) {
    return new FanInBuilder<>(name);
  }

  void start() {
    for (SourceBuffer<T> sourceBuffer : sourceBuffers) {
      scope.start(sourceBuffer.name(), Deadline.carry(() -> read(sourceBuffer)));
    }
  }

  /**
   * Tells whether there is another item, waiting for one. At the ambient deadline there is none any
   * more, and the sources are cancelled. Once this has said that there is one, {@link #next}
   * returns it whatever happens meanwhile.
   *
   * @throws BackendException UNKNOWN if a source has failed, naming it, with what it threw as
   *     cause; CANCELLED if interrupted, which cancels the sources
   */
  @Override
  public boolean hasNext() {
    if (promised) {
      return true;
    }
    try {
      promised = await(Deadline.current());
      if (!promised) {
        scope.stop(SourceState.CANCELLED);
      }
      return promised;
    } catch (InterruptedException e) {
      scope.stop(SourceState.CANCELLED);
      throw Interrupted.during("while waiting for " + name(), Effect.NONE, e);
    }
  }

  /**
   * Returns the next item, waiting for it as {@link #hasNext} does.
   *
   * @throws NoSuchElementException if there is none
   */
  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more items in " + name());
    }
    lock.lock();
    try {
      SourceBuffer<T> sourceBuffer = nextInTurn();
      promised = false;
      T item = sourceBuffer.remove();
      turn = sourceBuffers.indexOf(sourceBuffer) + 1;
      room.signalAll();
      return item;
    } finally {
      lock.unlock();
    }
  }

  /** Returns its name. */
  public String name() {
    return scope.publisher().name();
  }

  /** Describes its sources at one moment. */
  public List<SourceSnapshot> snapshot() {
    lock.lock();
    try {
      return sourceBuffers.stream().map(SourceBuffer::snapshot).toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the stream: interrupts the sources that are still being read and waits for them, a second
   * at most. Repeating does no harm.
   *
   * @throws BackendException CANCELLED if interrupted while waiting
   */
  @Override
  public void close() {
    scope.stop(SourceState.CANCELLED);
    try {
      scope.awaitEnd(Deadline.NONE);
    } catch (InterruptedException e) {
      throw Interrupted.during("while closing " + name(), Effect.NONE, e);
    }
  }

  @Override
  public String toString() {
    return "fan-in " + name() + " " + snapshot();
  }

  private boolean await(Deadline deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!scope.stopped() && !deadline.passed()) {
        if (waiting()) {
          return true;
        }
        if (sourceBuffers.stream().noneMatch(SourceBuffer::running)) {
          return false;
        }
        arrived.awaitNanos(deadline.remainingNanos());
      }
      if (failure != null) {
        throw failure;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean waiting() {
    return sourceBuffers.stream().anyMatch(sourceBuffer -> sourceBuffer.waiting() > 0);
  }

  private SourceBuffer<T> nextInTurn() {
    for (int i = 0; i < sourceBuffers.size(); i++) {
      SourceBuffer<T> sourceBuffer = sourceBuffers.get((turn + i) % sourceBuffers.size());
      if (sourceBuffer.waiting() > 0) {
        return sourceBuffer;
      }
    }
    throw new NoSuchElementException("several threads read " + name());
  }

  private void read(SourceBuffer<T> sourceBuffer) {
    try {
      sourceBuffer.source().pour(item -> put(sourceBuffer, item));
      end(sourceBuffer, scope.stopped() ? SourceState.CANCELLED : SourceState.ENDED, null);
    } catch (Throwable thrown) {
      if (scope.stopped()) {
        end(sourceBuffer, SourceState.CANCELLED, null); // it was interrupted by us
      } else {
        end(sourceBuffer, SourceState.FAILED, thrown);
        scope.publisher().sourceFailed(sourceBuffer.name(), thrown);
      }
    }
  }

  private void put(SourceBuffer<T> sourceBuffer, T item) throws InterruptedException {
    lock.lock();
    try {
      boolean wanted = scope.await(room, () -> sourceBuffer.waiting() < buffer);
      if (wanted
          || sourceBuffer.waiting() <= buffer) { // what it had in hand is left, nothing after that
        sourceBuffer.add(item);
        arrived.signal();
      }
      if (!wanted) {
        throw new InterruptedException("no more items are wanted");
      }
    } finally {
      lock.unlock();
    }
  }

  private void end(SourceBuffer<T> sourceBuffer, SourceState how, @Nullable Throwable thrown) {
    lock.lock();
    try {
      sourceBuffer.end(how, thrown);
      if (thrown != null && failFast && failure == null) {
        String message = "the source " + sourceBuffer.name() + " of " + name() + " failed";
        failure = new BackendException(ErrorKind.UNKNOWN, message, thrown);
        scope.stop(SourceState.FAILED);
      }
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void wakeAll() {
    lock.lock();
    try {
      arrived.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
