package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Goes through partitions with a consumer of its own while it is polled. The consumer is used by
 * one task at a time on a thread of {@link KafkaFetchers}; a poll that gives up leaves its task,
 * and what that finds, to the next.
 */
final class KafkaReader implements StreamReader {
  /** After which a look that found nothing ends, so that what was abandoned holds no thread. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final KafkaConnections kafka;
  private final KafkaTopics topics;
  private final String topic;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<StreamRecord> ready = new ArrayDeque<>();

  /** The next offset to fetch of each partition. */
  private final Map<Integer, Long> places;

  /** Partitions whose place is behind their end, so that a broker would refuse it. */
  private final Set<Integer> ahead = ConcurrentHashMap.newKeySet();

  private volatile @Nullable Consumer<byte[], byte[]> consumer;
  private @Nullable CompletableFuture<Boolean> look;
  private boolean closed;

  KafkaReader(KafkaConnections kafka, KafkaTopics topics, String topic, Map<Integer, Long> places) {
    this.kafka = kafka;
    this.topics = topics;
    this.topic = topic;
    this.places = new ConcurrentHashMap<>(places);
    ahead.addAll(places.keySet()); // until it is known
  }

  @Override
  public List<StreamRecord> poll(int max, Duration wait) {
    Deadline end = Deadline.current().sooner(Deadline.after(wait));
    List<StreamRecord> records = take(max);
    while (records.isEmpty() && !end.passed()) {
      if (!ahead.isEmpty()) {
        locate(topics.ends(topic, List.copyOf(ahead)));
      }
      await(LOOK, end);
      records = take(max);
    }
    return records.isEmpty() && !Deadline.current().passed() ? certainly(max) : records;
  }

  /** Nothing came; but a consumer that is not connected says no more than that. */
  private List<StreamRecord> certainly(int max) {
    Deadline deadline = kafka.begin();
    Map<Integer, Long> ends = topics.ends(topic, places.keySet());
    locate(ends);
    List<StreamRecord> records = take(max);
    while (records.isEmpty() && behind(ends)) {
      if (deadline.passed()) {
        throw new BackendException(
            ErrorKind.TIMED_OUT,
            Effect.NONE,
            "what is in " + topic + " does not come in time",
            null);
      }
      await(deadline.atMost(LOOK), deadline);
      records = take(max);
    }
    return records;
  }

  private boolean behind(Map<Integer, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(each -> places.getOrDefault(each.getKey(), 0L) < each.getValue());
  }

  private void locate(Map<Integer, Long> ends) {
    ahead.removeIf(
        partition -> places.getOrDefault(partition, 0L) <= ends.getOrDefault(partition, -1L));
  }

  private List<StreamRecord> take(int max) {
    lock.lock();
    try {
      if (closed) {
        throw new BackendException(ErrorKind.CLOSED, "the reader is closed");
      }
      List<StreamRecord> taken = new ArrayList<>();
      while (taken.size() < max && !ready.isEmpty()) {
        StreamRecord next = ready.remove();
        if (next.offset().position() >= topics.floor(topic, next.offset().partition())) {
          taken.add(next);
        }
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a look is over, one that runs already or a new one, or until the end. */
  private void await(Duration longest, Deadline end) {
    CompletableFuture<Boolean> running = look(end.atMost(longest));
    try {
      var unused = kafka.calls().awaitShared(running, end, Effect.NONE);
    } catch (BackendException e) {
      if (e.kind() != ErrorKind.TIMED_OUT || running.isDone()) {
        throw e;
      }
    }
  }

  private CompletableFuture<Boolean> look(Duration wait) {
    lock.lock();
    try {
      CompletableFuture<Boolean> running = look;
      if (running == null || running.isDone()) {
        running = kafka.fetchers().run(() -> fetch(wait));
        look = running;
      }
      return running;
    } finally {
      lock.unlock();
    }
  }

  /** One look, on a thread of its own. */
  private boolean fetch(Duration wait) {
    Consumer<byte[], byte[]> own = held();
    try {
      own.resume(assigned(own, false));
      own.pause(assigned(own, true));
      keep(own, own.poll(wait));
      return true;
    } catch (OffsetOutOfRangeException e) {
      moveOn(own, e.offsetOutOfRangePartitions());
      return true;
    } catch (WakeupException e) {
      throw new BackendException(ErrorKind.CLOSED, Effect.NONE, "closed meanwhile", e);
    } catch (RuntimeException e) {
      drop(own);
      throw e;
    }
  }

  private List<TopicPartition> assigned(Consumer<byte[], byte[]> own, boolean waiting) {
    return own.assignment().stream()
        .filter(each -> ahead.contains(each.partition()) == waiting)
        .toList();
  }

  private Consumer<byte[], byte[]> held() {
    Consumer<byte[], byte[]> own = consumer;
    if (own == null) {
      own = kafka.fetchers().take();
      consumer = own;
      Map<TopicPartition, Long> starts = new HashMap<>();
      places.forEach((partition, at) -> starts.put(new TopicPartition(topic, partition), at));
      own.assign(starts.keySet());
      starts.forEach(own::seek);
    }
    return own;
  }

  private void keep(
      Consumer<byte[], byte[]> own, Iterable<ConsumerRecord<byte[], byte[]>> records) {
    lock.lock();
    try {
      records.forEach(record -> ready.add(KafkaRecords.read(record)));
      own.assignment().forEach(each -> places.put(each.partition(), own.position(each)));
    } finally {
      lock.unlock();
    }
  }

  /** Goes on with the oldest that is there, or waits for what comes at a place behind the end. */
  private void moveOn(Consumer<byte[], byte[]> own, Map<TopicPartition, Long> lost) {
    Collection<TopicPartition> all = lost.keySet();
    own.beginningOffsets(all)
        .forEach(
            (each, begin) -> {
              if (begin > lost.getOrDefault(each, 0L)) {
                own.seek(each, begin);
                places.put(each.partition(), begin);
              } else {
                ahead.add(each.partition());
              }
            });
  }

  private void drop(Consumer<byte[], byte[]> own) {
    consumer = null;
    kafka.fetchers().end(own);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      Consumer<byte[], byte[]> own = consumer;
      if (own == null) {
        return;
      }
      CompletableFuture<Boolean> running = look;
      if (running == null || running.isDone()) {
        look = kafka.fetchers().run(() -> release(own));
      } else {
        own.wakeup();
        look = running.whenComplete((found, failure) -> drop(own));
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean release(Consumer<byte[], byte[]> own) {
    consumer = null;
    kafka.fetchers().giveBack(own);
    return true;
  }
}
