package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.stream.Retention;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The bounds of streams, in a compacted topic of one partition: the last record of a stream counts.
 * What was read is remembered, so that a look reads only what came since. Thread-safe.
 */
final class KafkaCatalog {
  private static final String TOPIC = "patternsdk_streams";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final KafkaConnections kafka;
  private final KafkaTopics topics;
  private final KafkaSends sends;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Retention> known = new HashMap<>();
  private long next;

  KafkaCatalog(KafkaConnections kafka, KafkaTopics topics, KafkaSends sends) {
    this.kafka = kafka;
    this.topics = topics;
    this.sends = sends;
  }

  /** Sets the bounds of a stream's topic. */
  void retain(String topic, Retention bounds) {
    make();
    Deadline deadline = kafka.begin();
    byte[] key = topic.getBytes(StandardCharsets.UTF_8);
    byte[] value = text(bounds).getBytes(StandardCharsets.UTF_8);
    var unused =
        sends.await(sends.send(new ProducerRecord<>(TOPIC, 0, key, value), deadline), deadline);
  }

  private void make() {
    int unused = topics.of(TOPIC, 1, Map.of("cleanup.policy", "compact"));
  }

  /** Returns the bounds of a stream's topic as they are now. */
  Retention retention(String topic) {
    make();
    long end = topics.ends(TOPIC, List.of(0)).getOrDefault(0, 0L);
    Deadline deadline = kafka.begin();
    while (place() < end) {
      if (deadline.passed()) {
        throw new BackendException(
            ErrorKind.TIMED_OUT,
            Effect.NONE,
            "what is in " + TOPIC + " does not come in time",
            null);
      }
      var unused =
          kafka.calls().awaitShared(kafka.fetchers().with(this::look), deadline, Effect.NONE);
    }
    lock.lock();
    try {
      return known.getOrDefault(topic, Retention.forever());
    } finally {
      lock.unlock();
    }
  }

  private long place() {
    lock.lock();
    try {
      return next;
    } finally {
      lock.unlock();
    }
  }

  private boolean look(Consumer<byte[], byte[]> consumer) {
    consumer.assign(List.of(PARTITION));
    long from = place();
    if (from == 0) {
      consumer.seekToBeginning(List.of(PARTITION));
    } else {
      consumer.seek(PARTITION, from);
    }
    var records = consumer.poll(LOOK);
    lock.lock();
    try {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (record.offset() >= next && record.key() != null && record.value() != null) {
          known.put(
              new String(record.key(), StandardCharsets.UTF_8),
              bounds(new String(record.value(), StandardCharsets.UTF_8)));
        }
      }
      next = Math.max(next, consumer.position(PARTITION));
    } finally {
      lock.unlock();
    }
    return true;
  }

  /** The first word is the version of the form. */
  private static String text(Retention bounds) {
    return "1 records="
        + bounds.maxRecords().orElse(0)
        + " age="
        + bounds.maxAge().map(Duration::toString).orElse("")
        + " unread="
        + bounds.removesUnread();
  }

  private static Retention bounds(String text) {
    try {
      String[] parts = text.split(" ", -1);
      long records = Long.parseLong(after(parts[1], "records="));
      String age = after(parts[2], "age=");
      Retention bounds = Retention.forever();
      bounds = records == 0 ? bounds : bounds.maxRecords(records);
      bounds = age.isEmpty() ? bounds : bounds.maxAge(Duration.parse(age));
      return after(parts[3], "unread=").equals("true") ? bounds.evenUnread() : bounds;
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
      throw new BackendException(
          ErrorKind.CORRUPT, "a record of " + TOPIC + " cannot be read: " + text, e);
    }
  }

  private static String after(String part, String name) {
    if (!part.startsWith(name)) {
      throw new IllegalArgumentException("no " + name);
    }
    return part.substring(name.length());
  }
}
