package io.patternsdk.driver.redis;

import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Goes through partitions; each look is one command for all of them. */
final class RedisReader implements StreamReader {
  private static final Duration AGAIN = Duration.ofMillis(100);

  private final RedisConnections redis;
  private final RedisTracking tracking;
  private final RedisStream stream;
  private final Map<String, Integer> partitions;
  private final List<String> keys;
  private final Map<Integer, Long> places;

  /** How many partitions had something when it was looked last. */
  private int busy;

  private volatile boolean closed;
  private volatile RedisTracking.@Nullable Watch watch;

  /** Begins in each partition after a position. */
  RedisReader(
      RedisConnections redis,
      RedisTracking tracking,
      RedisStream stream,
      Map<String, Integer> partitions,
      Map<Integer, Long> places) {
    this.redis = redis;
    this.tracking = tracking;
    this.stream = stream;
    this.partitions = partitions;
    this.keys = new ArrayList<>(partitions.keySet());
    this.places = new TreeMap<>(places);
    this.busy = keys.size();
  }

  @Override
  public List<StreamRecord> poll(int max, Duration wait) {
    Deadline end = Deadline.current().sooner(Deadline.after(wait));
    checkOpen();
    List<StreamRecord> records = redis.bulk(batch -> look(batch, max));
    return records.isEmpty() && !end.passed() ? await(max, end) : records;
  }

  private void checkOpen() {
    if (closed) {
      throw new BackendException(ErrorKind.CLOSED, "the reader is closed");
    }
  }

  /** Looks whenever a partition has changed, on the connection that hears of it. */
  private List<StreamRecord> await(int max, Deadline end) {
    try (RedisTracking.Watch entered = tracking.watch(keys)) {
      watch = entered;
      while (true) {
        checkOpen();
        boolean seen = true;
        try {
          List<StreamRecord> records = tracking.call(keys.getFirst(), batch -> look(batch, max));
          if (!records.isEmpty() || end.passed()) {
            return records;
          }
        } catch (BackendException e) {
          if (e.kind() != ErrorKind.UNAVAILABLE || end.passed()) {
            throw e;
          }
          seen = false;
        }
        entered.await(seen ? end : end.sooner(Deadline.after(AGAIN)));
        if (seen && end.passed()) {
          return List.of();
        }
      }
    } finally {
      watch = null;
    }
  }

  private List<StreamRecord> look(RedisConnections.Batch batch, int max) {
    long each = Math.ceilDiv(max, busy);
    List<StreamMessage<String, byte[]>> entries =
        batch.await(batch.commands().xread(XReadArgs.Builder.count(each), from()));
    List<StreamRecord> records = new ArrayList<>();
    for (StreamMessage<String, byte[]> entry : entries) {
      if (records.size() < max) {
        records.add(stream.record(partition(entry.getStream()), entry));
      }
    }
    moveOn(records);
    return records;
  }

  private int partition(String key) {
    return Objects.requireNonNull(partitions.get(key), key);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
  private StreamOffset<String>[] from() {
    return keys.stream()
        .map(key -> StreamOffset.from(key, RedisStream.id(places.getOrDefault(partition(key), 0L))))
        .toArray(StreamOffset[]::new);
  }

  /** Notes how far it has come, and turns the order so that none of the partitions starves. */
  private void moveOn(List<StreamRecord> records) {
    for (StreamRecord record : records) {
      places.put(record.offset().partition(), record.offset().position());
    }
    if (!records.isEmpty()) {
      busy = (int) records.stream().map(record -> record.offset().partition()).distinct().count();
      keys.add(keys.removeFirst());
    }
  }

  @Override
  public void close() {
    closed = true;
    RedisTracking.Watch waiting = watch;
    if (waiting != null) {
      waiting.signal();
    }
  }
}
