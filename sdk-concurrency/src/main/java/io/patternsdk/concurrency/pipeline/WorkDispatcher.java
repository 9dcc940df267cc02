package io.patternsdk.concurrency.pipeline;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands the items of a parallel stage to its threads, which take turns to take from its buffer. */
final class WorkDispatcher {
  private static final Object NO_KEY = new Object();

  private final ReentrantLock turn = new ReentrantLock();
  private final StageQueue queue;
  private final @Nullable Function<Object, ?> keyOf;
  private final @Nullable KeyLocks keys;
  private final @Nullable ReorderBuffer order;

  WorkDispatcher(
      StageQueue queue,
      @Nullable Function<Object, ?> keyOf,
      @Nullable KeyLocks keys,
      @Nullable ReorderBuffer order) {
    this.queue = queue;
    this.keyOf = keyOf;
    this.keys = keys;
    this.order = order;
  }

  /** Takes the next item that may be worked on, by whoever has finished {@code last}. */
  @Nullable WorkItem next(@Nullable WorkItem last) {
    WorkItem same = keys == null || last == null ? null : keys.unlock(last);
    return same == null ? lead() : same;
  }

  /** The one whose turn it is waits for an item; the others wait for their turn. */
  private @Nullable WorkItem lead() {
    turn.lock();
    try {
      while ((keys == null || keys.awaitRoom()) && (order == null || order.awaitRoom())) {
        Object entry = queue.take();
        if (entry == null) {
          return null;
        }
        WorkItem work = begin(entry, order == null ? 0 : order.issue());
        if (work != null) {
          return work;
        }
      }
      return null;
    } finally {
      turn.unlock();
    }
  }

  /** Returns an item that may be worked on now; null if it waits for its key. */
  private @Nullable WorkItem begin(Object entry, long ticket) {
    if (keyOf == null || keys == null) {
      return new WorkItem(entry, ticket, NO_KEY, null);
    }
    try {
      Object key = keyOf.apply(Envelope.unwrap(entry));
      WorkItem work =
          new WorkItem(entry, ticket, Objects.requireNonNull(key, "an item has a key"), null);
      return keys.tryLock(work) ? work : null;
    } catch (Throwable thrown) { // also what the key's hashCode or equals throws
      return new WorkItem(entry, ticket, NO_KEY, thrown);
    }
  }
}
