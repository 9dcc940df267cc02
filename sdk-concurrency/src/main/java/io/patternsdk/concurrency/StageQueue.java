package io.patternsdk.concurrency;

import io.patternsdk.core.Deadline;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bounded buffer before a stage. One thread at a time puts and one takes; where there are
 * several, they hold a lock of theirs.
 *
 * <p>An item is there for the other side as soon as it is put. Items lie in short runs that are
 * allocated as they are needed: a young array is cheaper to write to than an old one.
 */
final class StageQueue implements Holding {
  private static final int RUN = 128; // a power of 2
  // The marks of each side lie on cache lines of their own.
  private static final int TAIL = 16;
  private static final int SEEN_HEAD = 17;
  private static final int HEAD = 40;
  private static final int SEEN_TAIL = 41;
  private static final int MARKS = 64;

  private final int capacity;
  private final int plenty;
  private final Line line;
  private final AtomicLongArray marks = new AtomicLongArray(MARKS);
  private final Gate takers = new Gate(this::takerMayGoOn, this::takerHasPlenty);
  private final Gate putters = new Gate(this::putterMayGoOn, this::putterHasPlenty);
  private final Queue<Object> stranded = new ConcurrentLinkedQueue<>();
  private @Nullable Object[] filling = new @Nullable Object[RUN + 1];
  private @Nullable Object[] emptying = filling;
  private volatile boolean ended;
  private volatile boolean nudged;

  StageQueue(int capacity, Line line) {
    this.capacity = capacity;
    this.plenty = (capacity + 1) / 2;
    this.line = line;
    line.onStop(this::wakeAll);
  }

  int capacity() {
    return capacity;
  }

  /** Puts an item if there is room. */
  boolean offer(Object item) {
    long tail = marks.getPlain(TAIL);
    if (tail - marks.getPlain(SEEN_HEAD) >= capacity) {
      marks.setPlain(SEEN_HEAD, marks.getAcquire(HEAD));
      if (tail - marks.getPlain(SEEN_HEAD) >= capacity) {
        return false;
      }
    }
    int at = (int) tail & (RUN - 1);
    if (at == 0 && tail > 0) {
      @Nullable Object[] fresh = new @Nullable Object[RUN + 1];
      filling[RUN] = fresh;
      filling = fresh;
    }
    filling[at] = item;
    marks.setRelease(TAIL, tail + 1);
    if (takers.awaited()) {
      takers.open(size() >= plenty);
    }
    return true;
  }

  /** Puts an item, waiting for room; once the pipeline has stopped the item is left. */
  void put(Object item) {
    while (!offer(item)) {
      if (line.stopped()) {
        strand(item);
        return;
      }
      putters.await(Deadline.NONE);
      Thread.interrupted(); // a stop is seen by its flag
    }
  }

  /** Returns when there may be room, the deadline has come or the thread is interrupted. */
  void awaitRoom(Deadline deadline) {
    putters.await(deadline);
  }

  /** Keeps an item that nobody will take any more. */
  void strand(Object item) {
    stranded.add(item);
  }

  /** Takes an item if there is one. */
  @Nullable Object poll() {
    long head = marks.getPlain(HEAD);
    if (head == marks.getPlain(SEEN_TAIL)) {
      marks.setPlain(SEEN_TAIL, marks.getAcquire(TAIL));
      if (head == marks.getPlain(SEEN_TAIL)) {
        return null;
      }
    }
    int at = (int) head & (RUN - 1);
    if (at == 0 && head > 0 && emptying[RUN] instanceof @Nullable Object[] next) {
      emptying[RUN] = null; // an old run must not keep the next ones alive
      emptying = next;
    }
    Object item = emptying[at];
    emptying[at] = null;
    marks.setRelease(HEAD, head + 1);
    if (putters.awaited()) {
      putters.open(capacity - size() >= plenty);
    }
    return item;
  }

  /** Takes an item, waiting for one; null once all are taken and no more come, or on a stop. */
  @Nullable Object take() {
    Object item = poll();
    return item == null ? take(() -> false) : item;
  }

  /** Takes an item, waiting for one or, after a nudge, until {@code enough} is true. */
  @Nullable Object take(BooleanSupplier enough) {
    while (!line.stopped()) {
      boolean last = ended;
      Object item = poll();
      if (item != null || last || enough.getAsBoolean()) {
        return item;
      }
      takers.await(Deadline.NONE);
      nudged = false;
      Thread.interrupted(); // a stop is seen by its flag
    }
    return null;
  }

  /** Lets who waits for an item look whether that is enough. */
  void nudge() {
    nudged = true;
    takers.open(true);
  }

  /** Lets no more come. */
  void end() {
    ended = true;
    wakeAll();
  }

  private boolean takerMayGoOn() {
    return marks.getAcquire(TAIL) != marks.getPlain(HEAD) || ended || nudged || line.stopped();
  }

  private boolean putterMayGoOn() {
    return marks.getAcquire(TAIL) - marks.getAcquire(HEAD) < capacity || ended || line.stopped();
  }

  private boolean takerHasPlenty() {
    return size() >= plenty || ended || nudged || line.stopped();
  }

  private boolean putterHasPlenty() {
    return capacity - size() >= plenty || ended || line.stopped();
  }

  private void wakeAll() {
    takers.open(true);
    putters.open(true);
  }

  private int size() {
    long head = marks.getAcquire(HEAD);
    return (int) (marks.getAcquire(TAIL) - head);
  }

  @Override
  public int held() {
    return Math.max(0, size()) + stranded.size();
  }

  @Override
  public void eachLeft(Consumer<Object> consumer) {
    for (Object item = poll(); item != null; item = poll()) {
      stranded.add(item);
    }
    stranded.forEach(consumer);
  }
}
