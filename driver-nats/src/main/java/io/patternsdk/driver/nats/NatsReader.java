package io.patternsdk.driver.nats;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads partitions by a consumer, which is made again where the last one was left whenever
 * something fails: what counts is kept here.
 */
final class NatsReader implements StreamReader {
  /** The most messages that are on their way at once. */
  private static final int MOST = 1_000;

  private final ReentrantLock lock = new ReentrantLock(); // for what close() needs
  private final NatsStream stream;
  private final StreamPlaces places;
  private final Wire wire;
  private final String name;
  private final Map<Integer, Long> after;
  private @Nullable StreamConsumer consumer;
  private boolean closed;

  NatsReader(
      NatsStream stream, StreamPlaces places, Wire wire, String name, Map<Integer, Long> after) {
    this.stream = stream;
    this.places = places;
    this.wire = wire;
    this.name = name;
    this.after = new TreeMap<>(after);
  }

  @Override
  public List<StreamRecord> poll(int max, Duration wait) {
    Deadline until = Deadline.after(Deadline.current().atMost(wait));
    try {
      return poll(max, until);
    } catch (OperationException e) {
      end();
      if (closed()) {
        throw new BackendException(ErrorKind.CLOSED, "the reader is closed");
      }
      if (Deadline.current().passed() && until.passed() && NatsErrors.late(e)) {
        return List.of(); // the wait was over before the server could say so
      }
      if (!NatsErrors.gone(e)) {
        throw e;
      }
    }
    return poll(max, until); // the server had forgotten the consumer, or lost the stream
  }

  private List<StreamRecord> poll(int max, Deadline until) {
    Deadline deadline = stream.link().begin();
    StreamConsumer from = consumer(deadline);
    List<StreamRecord> records = records(from.pull(Math.min(max, MOST), deadline));
    while (records.isEmpty() && !until.passed()) {
      records = records(from.await(until.remaining()));
    }
    return records;
  }

  private List<StreamRecord> records(List<Stored> messages) {
    List<StreamRecord> records = new ArrayList<>(messages.size());
    for (Stored message : messages) {
      int partition = StreamPlaces.partition(message.subject());
      Long before = after.get(partition);
      if (before != null && message.sequence() > before) {
        records.add(
            new StreamRecord(
                new Offset(partition, message.sequence()),
                message.time().truncatedTo(ChronoUnit.MILLIS),
                wire.message(message.headers(), message.data())));
      }
    }
    records.forEach(record -> after.put(record.offset().partition(), record.offset().position()));
    return records;
  }

  private StreamConsumer consumer(Deadline deadline) {
    lock.lock();
    try {
      if (closed) {
        throw new BackendException(ErrorKind.CLOSED, "the reader is closed");
      }
      if (consumer == null) {
        consumer = StreamConsumer.make(stream, places.from(name, after), deadline);
      }
      return consumer;
    } finally {
      lock.unlock();
    }
  }

  private boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      if (consumer != null) {
        consumer.close();
        consumer = null;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      end();
    } finally {
      lock.unlock();
    }
  }
}
