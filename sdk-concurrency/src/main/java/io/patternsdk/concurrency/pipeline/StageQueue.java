package io.patternsdk.concurrency.pipeline;

import io.patternsdk.core.Deadline;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
final class StageQueue implements ItemBuffer {
  private final int capacity;
  private final int plenty;
  private final PipelineScope scope;
  private final QueueEnd tail = QueueEnd.tail();
  private final QueueEnd head = tail.head();
  private final SingleWaiterCondition takers =
      new SingleWaiterCondition(this::takerMayGoOn, this::takerHasPlenty);
  private final SingleWaiterCondition putters =
      new SingleWaiterCondition(this::putterMayGoOn, this::putterHasPlenty);
  private final Queue<Object> stranded = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;
  private volatile boolean nudged;

  StageQueue(int capacity, PipelineScope scope) {
    this.capacity = capacity;
    this.plenty = (capacity + 1) / 2;
    this.scope = scope;
    scope.onStop(this::wakeAll);
  }

  int capacity() {
    return capacity;
  }

  /** Puts an item if there is room. */
  boolean offer(Object item) {
    if (!tail.offer(item, head, capacity)) {
      return false;
    }
    if (takers.hasWaiter()) {
      takers.signal(size() >= plenty);
    }
    return true;
  }

  /** Puts an item, waiting for room; once the pipeline has stopped the item is left. */
  void put(Object item) {
    while (!offer(item)) {
      if (scope.stopped()) {
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
    Object item = head.poll(tail);
    if (item != null && putters.hasWaiter()) {
      putters.signal(capacity - size() >= plenty);
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
    while (!scope.stopped()) {
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
    takers.signal(true);
  }

  /** Lets no more come. */
  void end() {
    ended = true;
    wakeAll();
  }

  private boolean takerMayGoOn() {
    return size() > 0 || ended || nudged || scope.stopped();
  }

  private boolean putterMayGoOn() {
    return size() < capacity || ended || scope.stopped();
  }

  private boolean takerHasPlenty() {
    return size() >= plenty || ended || nudged || scope.stopped();
  }

  private boolean putterHasPlenty() {
    return capacity - size() >= plenty || ended || scope.stopped();
  }

  private void wakeAll() {
    takers.signal(true);
    putters.signal(true);
  }

  private int size() {
    long taken = head.index();
    return (int) (tail.index() - taken);
  }

  @Override
  public int buffered() {
    return Math.max(0, size()) + stranded.size();
  }

  @Override
  public void eachUnfinished(Consumer<Object> consumer) {
    for (Object item = poll(); item != null; item = poll()) {
      stranded.add(item);
    }
    stranded.forEach(consumer);
  }
}
