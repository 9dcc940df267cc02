package io.patternsdk.driver.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far a writer has come: the last committed record of a compacted topic that it alone has, so
 * that no transaction of another delays reading it.
 *
 * @param topic its name
 */
record KafkaPositions(KafkaConnections kafka, KafkaTopics topics, String topic) {
  /** Small segments, so that compaction leaves little to read. */
  private static final Map<String, String> SETTINGS =
      Map.of("cleanup.policy", "compact", "segment.bytes", Integer.toString(16 << 20));

  private static final byte[] KEY = "position".getBytes(UTF_8);

  /** As a rule the last of so many offsets, half of which are markers, is committed. */
  private static final long TAIL = 100;

  private static final Duration LOOK = Duration.ofMillis(200);

  /**
   * How far it has come.
   *
   * @param text in its own words; empty if it has only been opened
   */
  record Place(long epoch, Optional<String> text) {}

  /** Makes the topic, if need be and allowed. */
  void make() {
    int unused = topics.of(topic, 1, SETTINGS);
  }

  /** Returns the record of a place; the first word is the version of its form. */
  ProducerRecord<byte[], byte[]> record(Place place) {
    String text = "1 " + place.epoch + place.text.map(words -> " " + words).orElse("");
    return new ProducerRecord<>(topic, 0, KEY, text.getBytes(UTF_8));
  }

  private Place place(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    String text = value == null ? "" : new String(value, UTF_8);
    String[] words = text.split(" ", 3);
    try {
      if (words.length > 1 && words[0].equals("1")) {
        return new Place(
            Long.parseLong(words[1]), words.length > 2 ? Optional.of(words[2]) : Optional.empty());
      }
    } catch (NumberFormatException e) {
      throw unreadable(text, e);
    }
    throw unreadable(text, null);
  }

  private BackendException unreadable(String text, @Nullable Throwable cause) {
    return new BackendException(
        ErrorKind.CORRUPT, "a record of " + topic + " cannot be read: " + text, cause);
  }

  /**
   * Returns the last place that is seen; empty if none is. What somebody has begun is not waited
   * for.
   */
  Optional<Place> seen() {
    return lastOf(topics.ends(topic, List.of(0)).getOrDefault(0, 0L));
  }

  /** Returns the last place that was committed, when nobody but the caller can; empty if none. */
  Optional<Place> last() {
    return lastOf(topics.allEnds(topic, List.of(0)).getOrDefault(0, 0L));
  }

  private Optional<Place> lastOf(long end) {
    Optional<Place> last = last(Math.max(0, end - TAIL), end); // compaction keeps the beginning
    return last.isEmpty() && end > TAIL ? last(0, end) : last;
  }

  private Optional<Place> last(long from, long end) {
    if (from >= end) {
      return Optional.empty();
    }
    Deadline deadline = kafka.begin();
    return kafka
        .calls()
        .awaitShared(
            kafka.fetchers().with(consumer -> last(consumer, from, end, deadline)),
            deadline,
            Effect.NONE);
  }

  private Optional<Place> last(
      Consumer<byte[], byte[]> consumer, long from, long end, Deadline deadline) {
    TopicPartition partition = new TopicPartition(topic, 0);
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    Optional<Place> last = Optional.empty();
    while (consumer.position(partition) < end) {
      if (deadline.passed()) {
        throw new BackendException(
            ErrorKind.TIMED_OUT,
            Effect.NONE,
            "what is in " + topic + " does not come in time",
            null);
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(deadline.atMost(LOOK))) {
        last = Optional.of(place(record));
      }
    }
    return last;
  }
}
