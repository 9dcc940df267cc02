package io.patternsdk.concurrency.pipeline;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the threads of a parallel stage take turns to take from its buffer. */
final class Claims {
  private static final Object NO_KEY = new Object();

  private final ReentrantLock turn = new ReentrantLock();
  private final StageQueue queue;
  private final @Nullable Function<Object, ?> keyOf;
  private final @Nullable BusyKeys keys;
  private final @Nullable Sequence sequence;

  Claims(
      StageQueue queue,
      @Nullable Function<Object, ?> keyOf,
      @Nullable BusyKeys keys,
      @Nullable Sequence sequence) {
    this.queue = queue;
    this.keyOf = keyOf;
    this.keys = keys;
    this.sequence = sequence;
  }

  /** Takes the next item that may be worked on, by whoever has finished {@code last}. */
  @Nullable Claim next(@Nullable Claim last) {
    Claim same = keys == null || last == null ? null : keys.end(last);
    return same == null ? lead() : same;
  }

  /** The one whose turn it is waits for an item; the others wait for their turn. */
  private @Nullable Claim lead() {
    turn.lock();
    try {
      while ((keys == null || keys.awaitRoom()) && (sequence == null || sequence.awaitRoom())) {
        Object parcel = queue.take();
        if (parcel == null) {
          return null;
        }
        Claim claim = begin(parcel, sequence == null ? 0 : sequence.issue());
        if (claim != null) {
          return claim;
        }
      }
      return null;
    } finally {
      turn.unlock();
    }
  }

  /** Returns an item that may be worked on now; null if it waits for its key. */
  private @Nullable Claim begin(Object parcel, long ticket) {
    if (keyOf == null || keys == null) {
      return new Claim(parcel, ticket, NO_KEY, null);
    }
    try {
      Object key = keyOf.apply(Carried.itemOf(parcel));
      Claim claim =
          new Claim(parcel, ticket, Objects.requireNonNull(key, "an item has a key"), null);
      return keys.begin(claim) ? claim : null;
    } catch (Throwable thrown) { // also what the key's hashCode or equals throws
      return new Claim(parcel, ticket, NO_KEY, thrown);
    }
  }
}
