package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.driver.DriverCalls;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.StreamRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a member has: its partitions, how far it has handed out and committed each, and the records
 * that nobody has taken yet. Its thread puts in, whoever polls takes out. Thread-safe.
 */
final class KafkaHeld {
  /** More records than that are not asked for while nobody takes them. */
  private static final int ENOUGH = 500;

  private final DriverCalls calls;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Integer, Place> places = new TreeMap<>();
  private final Deque<StreamRecord> ready = new ArrayDeque<>();
  private @Nullable OperationException failure;
  private boolean wasFull;

  KafkaHeld(DriverCalls calls) {
    this.calls = calls;
  }

  /**
   * How far a partition is.
   *
   * @param committed the next offset that nobody has committed
   * @param handed the next offset that was not handed out
   */
  private record Place(long committed, long handed) {}

  /** Whether an offset may be committed. */
  enum Standing {
    /** It was not handed out, or is of a partition that is another's. */
    FOREIGN,
    /** It is committed already. */
    BEHIND,
    /** It may be. */
    OPEN
  }

  /** Has partitions from now on, or has them begin anew, each at its committed place. */
  void assign(Map<Integer, Long> committed) {
    lock.lock();
    try {
      ready.removeIf(record -> committed.containsKey(record.offset().partition()));
      committed.forEach((partition, next) -> places.put(partition, new Place(next, next)));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Has them no longer. */
  void revoke(Collection<Integer> partitions) {
    lock.lock();
    try {
      ready.removeIf(record -> partitions.contains(record.offset().partition()));
      places.keySet().removeAll(partitions);
    } finally {
      lock.unlock();
    }
  }

  /** Has none any longer. */
  void lose() {
    revoke(List.copyOf(partitions()));
  }

  Set<Integer> partitions() {
    lock.lock();
    try {
      return Set.copyOf(places.keySet());
    } finally {
      lock.unlock();
    }
  }

  void add(StreamRecord record) {
    lock.lock();
    try {
      Place place = places.get(record.offset().partition());
      if (place != null && record.offset().position() >= place.handed()) {
        ready.add(record);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether enough waits to be taken. */
  boolean full() {
    lock.lock();
    try {
      wasFull = ready.size() >= ENOUGH;
      return wasFull;
    } finally {
      lock.unlock();
    }
  }

  /** Tells, once, whether reading has stopped for too much and there is room again. */
  boolean emptied() {
    lock.lock();
    try {
      boolean now = wasFull && ready.size() < ENOUGH / 2;
      wasFull = wasFull && !now;
      return now;
    } finally {
      lock.unlock();
    }
  }

  /** Tells whoever waits, or polls next, why nothing comes. */
  void fail(OperationException reason) {
    lock.lock();
    try {
      failure = reason;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hands out records, waiting for the first until the end.
   *
   * @param floor the first offset that is still there
   */
  List<StreamRecord> take(int max, Deadline end, ToLongFunction<Offset> floor) {
    lock.lock();
    try {
      List<StreamRecord> taken = taken(max, floor);
      long left = end.remainingNanos();
      while (taken.isEmpty() && left > 0) {
        left = Math.min(changed.awaitNanos(left), end.remainingNanos());
        taken = taken(max, floor);
      }
      return taken;
    } catch (InterruptedException e) {
      throw calls.failed(e, Effect.NONE);
    } finally {
      lock.unlock();
    }
  }

  private List<StreamRecord> taken(int max, ToLongFunction<Offset> floor) {
    OperationException why = failure;
    if (why != null) {
      if (!(why instanceof BackendException e && e.kind() == ErrorKind.CLOSED)) {
        failure = null;
      }
      throw why;
    }
    List<StreamRecord> taken = new ArrayList<>();
    while (taken.size() < max && !ready.isEmpty()) {
      StreamRecord next = ready.remove();
      Offset offset = next.offset();
      if (offset.position() >= floor.applyAsLong(offset)) {
        places.computeIfPresent(
            offset.partition(), (p, place) -> new Place(place.committed(), offset.position() + 1));
        taken.add(next);
      }
    }
    return taken;
  }

  Standing standing(int partition, long position) {
    lock.lock();
    try {
      Place place = places.get(partition);
      if (place == null || position >= place.handed()) {
        return Standing.FOREIGN;
      }
      return position < place.committed() ? Standing.BEHIND : Standing.OPEN;
    } finally {
      lock.unlock();
    }
  }

  void committed(Map<Integer, Long> next) {
    lock.lock();
    try {
      Map<Integer, Long> known = new HashMap<>(next);
      known.keySet().retainAll(places.keySet());
      known.forEach(
          (partition, at) ->
              places.computeIfPresent(partition, (p, place) -> new Place(at, place.handed())));
    } finally {
      lock.unlock();
    }
  }
}
