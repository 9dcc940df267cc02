package io.patternsdk.driver.postgres;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Goes through partitions; each look is one statement for all of them. */
final class PostgresReader implements StreamReader {
  private static final Duration AGAIN = Duration.ofMillis(100);

  private final PostgresStream streams;
  private final PostgresArrivals arrivals;
  private final String stream;
  private final Map<Integer, Long> places;
  private final List<Integer> turns;

  /** How many partitions had something when it was looked last. */
  private int busy;

  private volatile boolean closed;
  private volatile PostgresArrivals.@Nullable Watch watch;

  /** Begins in each partition after a position. */
  PostgresReader(
      PostgresStream streams, PostgresArrivals arrivals, String stream, Map<Integer, Long> places) {
    this.streams = streams;
    this.arrivals = arrivals;
    this.stream = stream;
    this.places = new TreeMap<>(places);
    this.turns = new ArrayList<>(places.keySet());
    this.busy = turns.size();
  }

  @Override
  public List<StreamRecord> poll(int max, Duration wait) {
    Deadline end = Deadline.current().sooner(Deadline.after(wait));
    List<StreamRecord> records = look(max);
    return records.isEmpty() && !end.passed() ? await(max, end) : records;
  }

  private List<StreamRecord> await(int max, Deadline end) {
    try (PostgresArrivals.Watch entered = arrivals.watch(stream, places)) {
      watch = entered;
      List<StreamRecord> records = look(max);
      Deadline next = end;
      while (records.isEmpty() && !end.passed()) {
        entered.await(next);
        if (Deadline.current().passed()) {
          return List.of();
        }
        try {
          // Also when the time is up, so that a server that is gone is not taken for an empty one.
          records = look(max);
          next = end;
        } catch (BackendException e) {
          if (e.kind() != ErrorKind.UNAVAILABLE || end.passed()) {
            throw e;
          }
          next = end.sooner(Deadline.after(AGAIN)); // the signal may be of another connection
        }
      }
      return records;
    } finally {
      watch = null;
    }
  }

  private List<StreamRecord> look(int max) {
    if (closed) {
      throw new BackendException(ErrorKind.CLOSED, "the reader is closed");
    }
    List<StreamRecord> records =
        streams.records(stream, turns, places, Math.ceilDiv(max, busy), max);
    if (!records.isEmpty()) {
      for (StreamRecord record : records) {
        places.put(record.offset().partition(), record.offset().position());
      }
      busy = (int) records.stream().map(record -> record.offset().partition()).distinct().count();
      turns.add(turns.removeFirst()); // so that none of the partitions starves
    }
    return records;
  }

  @Override
  public void close() {
    closed = true;
    PostgresArrivals.Watch waiting = watch;
    if (waiting != null) {
      waiting.signal();
    }
  }
}
