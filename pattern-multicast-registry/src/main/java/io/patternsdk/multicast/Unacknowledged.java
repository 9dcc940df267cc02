package io.patternsdk.multicast;

import io.patternsdk.core.ByteBudget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one subscription has handed out and nobody has acknowledged, in the order of handing out,
 * within a window and the memory that all share. Calls no backend. Thread-safe.
 */
final class Unacknowledged {
  private final int window;
  private final ByteBudget.Share share;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Delivered> held = new LinkedHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  /** The bytes of the largest so far; zero before the first. */
  private long largest;

  /** What is reserved for deliveries that are just being received. */
  private long ahead;

  Unacknowledged(int window, ByteBudget.Share share) {
    this.window = window;
    this.share = share;
  }

  /** Returns the numbers of deliveries in the order of handing out. */
  long nextNumber() {
    return numbers.incrementAndGet();
  }

  /** Notes a delivery, for which {@link #room} has said that there is some. */
  void add(Delivered delivered) {
    lock.lock();
    try {
      put(delivered);
    } finally {
      lock.unlock();
    }
  }

  /** Notes a delivery of which no queue keeps the rest: where there is no room the oldest goes. */
  void addLatest(Delivered delivered) {
    lock.lock();
    try {
      if (held.size() >= window) {
        forget(held.keySet().iterator().next());
      }
      put(delivered);
    } finally {
      lock.unlock();
    }
  }

  private void put(Delivered delivered) {
    forget(delivered.receipt());
    held.put(delivered.receipt(), delivered);
    long reserved = Math.min(ahead, delivered.bytes());
    ahead -= reserved;
    share.charge(delivered.bytes() - reserved);
    largest = Math.max(largest, delivered.bytes());
  }

  /**
   * Returns how many more may be handed out, up to some: by the window, and by the memory that all
   * who keep messages for receivers share, of which so much is reserved until {@link #received}.
   * Whoever has nothing gets one, however little there is left, so that nobody waits for others for
   * ever; nor is there more before it is known how large they are.
   */
  int room(int some) {
    lock.lock();
    try {
      int most = largest == 0 ? 1 : some;
      int room = Math.min(most, Math.max(0, window - held.size()));
      while (room > 0 && !share.tryReserve(room * largest)) {
        room /= 2;
      }
      ahead = room * largest;
      return held.isEmpty() ? Math.max(1, room) : room;
    } finally {
      lock.unlock();
    }
  }

  /**
   * All for which there was to be room have been added; what is reserved for more is given back.
   */
  void received() {
    lock.lock();
    try {
      share.release(ahead);
      ahead = 0;
    } finally {
      lock.unlock();
    }
  }

  @Nullable Delivered find(String receipt) {
    lock.lock();
    try {
      return held.get(receipt);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a delivery; false if it was not held. */
  boolean remove(String receipt) {
    lock.lock();
    try {
      return forget(receipt);
    } finally {
      lock.unlock();
    }
  }

  private boolean forget(String receipt) {
    Delivered forgotten = held.remove(receipt);
    if (forgotten != null) {
      share.release(forgotten.bytes());
    }
    return forgotten != null;
  }

  /** Returns the receipts of those that were handed out before one, the latest first. */
  List<String> before(Delivered one) {
    List<String> before = new ArrayList<>();
    for (Delivered other : all()) {
      if (other.number() < one.number()) {
        before.add(other.receipt());
      }
    }
    return before.reversed();
  }

  List<Delivered> all() {
    lock.lock();
    try {
      return List.copyOf(held.values());
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return held.size();
    } finally {
      lock.unlock();
    }
  }
}
