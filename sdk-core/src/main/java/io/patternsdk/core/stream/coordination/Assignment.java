package io.patternsdk.core.stream.coordination;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The partitions that one member has. Nothing here waits for the backend. Thread-safe. */
final class Assignment {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final SortedMap<Integer, Held> held = new TreeMap<>();
  private Map<Integer, Slot> readable = Map.of();
  private long version;

  /**
   * What a reader has of one partition.
   *
   * @param held the partition
   * @param place where the reader begins
   */
  record Slot(Held held, Held.Place place) {
    private boolean continues(@Nullable Slot earlier) {
      return earlier != null && held == earlier.held && place.epoch() == earlier.place.epoch();
    }
  }

  void add(Held one) {
    lock.lock();
    try {
      held.put(one.partition(), one);
    } finally {
      lock.unlock();
    }
  }

  Optional<Held> get(int partition) {
    lock.lock();
    try {
      return Optional.ofNullable(held.get(partition)).filter(one -> !one.lost());
    } finally {
      lock.unlock();
    }
  }

  List<Held> all() {
    lock.lock();
    try {
      return held.values().stream().filter(one -> !one.lost()).toList();
    } finally {
      lock.unlock();
    }
  }

  Set<Integer> valid() {
    Set<Integer> partitions = new TreeSet<>();
    all().stream().filter(Held::valid).forEach(one -> partitions.add(one.partition()));
    return partitions;
  }

  Map<Integer, Slot> readable() {
    Map<Integer, Slot> slots = new TreeMap<>();
    all().stream()
        .filter(Held::readable)
        .forEach(one -> slots.put(one.partition(), new Slot(one, one.place())));
    return slots;
  }

  /** Forgets what is lost; true if there is other to read than before. */
  boolean refresh() {
    Map<Integer, Slot> now = readable();
    lock.lock();
    try {
      held.values().removeIf(Held::lost);
      boolean same =
          now.keySet().equals(readable.keySet())
              && now.entrySet().stream()
                  .allMatch(slot -> slot.getValue().continues(readable.get(slot.getKey())));
      readable = now;
      if (!same) {
        change();
      }
      return !same;
    } finally {
      lock.unlock();
    }
  }

  /** Makes readers begin anew. */
  void change() {
    lock.lock();
    try {
      version++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long version() {
    lock.lock();
    try {
      return version;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the version is another one, or the time has passed. */
  void await(long known, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (version == known && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
