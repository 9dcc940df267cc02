package io.patternsdk.driver.embedded;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.driver.embedded.journal.EmbeddedErrors;
import io.patternsdk.driver.embedded.journal.Journal;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Goes through partitions in turn; hands out what survives what the backend survives. */
final class EmbeddedReader implements StreamReader {
  private final StoredStream stream;
  private final NavigableMap<Integer, Long> places;
  private final Journal journal;
  private final MonotonicClock time;
  private final Scheduler scheduler;
  private int turn;
  private volatile boolean closed;

  /** Begins in each partition after a position. */
  EmbeddedReader(
      StoredStream stream,
      NavigableMap<Integer, Long> places,
      Journal journal,
      MonotonicClock time,
      Scheduler scheduler) {
    this.stream = stream;
    this.places = places;
    this.journal = journal;
    this.time = time;
    this.scheduler = scheduler;
  }

  @Override
  public List<StreamRecord> poll(int max, Duration wait) {
    admit();
    List<StreamRecord> records = take(max, wait);
    Map<Integer, Offset> last = new TreeMap<>();
    records.forEach(record -> last.put(record.offset().partition(), record.offset()));
    // Else somebody could note an offset that another record has after a crash.
    last.forEach(
        (partition, offset) -> stream.locked(s -> s.log(partition)).awaitSynced(offset.position()));
    last.forEach((partition, offset) -> places.put(partition, offset.position()));
    turn = last.isEmpty() ? turn : records.getLast().offset().partition() + 1;
    return records;
  }

  private void admit() {
    journal.admit();
    if (closed) {
      throw EmbeddedErrors.closedReader();
    }
  }

  private List<StreamRecord> take(int max, Duration wait) {
    Deadline deadline = Deadline.current();
    long end = time.after(deadline.atMost(wait));
    stream.lock.lock();
    try {
      while (true) {
        List<StreamRecord> records = take(max);
        if (!records.isEmpty() || time.now() >= end || deadline.passed()) {
          return records;
        }
        scheduler.await(stream.lock, stream.arrival, end, deadline);
        admit();
      }
    } catch (InterruptedException e) {
      throw EmbeddedErrors.cancelled(Effect.NONE, e);
    } finally {
      stream.lock.unlock();
    }
  }

  /** The next records, first of the partition whose turn it is. */
  private List<StreamRecord> take(int max) {
    List<StreamRecord> records = new ArrayList<>();
    take(max, places.tailMap(turn, true), records);
    take(max, places.headMap(turn, false), records);
    return records;
  }

  private void take(int max, NavigableMap<Integer, Long> some, List<StreamRecord> to) {
    some.forEach((partition, after) -> stream.log(partition).read(after, max - to.size(), to));
  }

  @Override
  public void close() {
    closed = true;
    Scheduler.signalAll(stream.lock, stream.arrival);
  }
}
