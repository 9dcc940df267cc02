package io.patternsdk.driver.kafka;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import io.patternsdk.core.stream.AppendResult;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamReplay;
import io.patternsdk.core.stream.coordination.Partitioner;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Streams, each a topic. */
final class KafkaStream implements MessageStream, StreamReplay {
  private final KafkaConnections kafka;
  private final KafkaTopics topics;
  private final KafkaSends sends;
  private final Consumer<String> appended;

  /** Tells {@code appended} of each stream that was appended to. */
  KafkaStream(
      KafkaConnections kafka, KafkaTopics topics, KafkaSends sends, Consumer<String> appended) {
    this.kafka = kafka;
    this.topics = topics;
    this.sends = sends;
    this.appended = appended;
  }

  @Override
  public int partitions(String stream) {
    return topics.ofStream(KafkaNames.topic(stream));
  }

  @Override
  public Offset append(String stream, Message message) {
    String topic = KafkaNames.topic(stream);
    int partition = Partitioner.partition(message, topics.ofStream(topic));
    Deadline deadline = kafka.begin();
    RecordMetadata stored =
        sends.await(sends.send(KafkaRecords.record(topic, partition, message), deadline), deadline);
    appended.accept(stream);
    return new Offset(stored.partition(), stored.offset());
  }

  @Override
  public AppendResult appendAll(String stream, List<Message> messages) {
    String topic = KafkaNames.topic(stream);
    int partitions = topics.ofStream(topic);
    KafkaAppends appends = new KafkaAppends(sends);
    for (Message message : messages) {
      appends.add(KafkaRecords.record(topic, Partitioner.partition(message, partitions), message));
    }
    AppendResult result = appends.run(kafka.begin());
    appended.accept(stream);
    return result;
  }

  @Override
  public StreamReader read(String stream, ReadFrom from) {
    String topic = KafkaNames.topic(stream);
    Collection<Integer> read = from.of(topics.ofStream(topic));
    return new KafkaReader(kafka, topics, topic, places(topic, read, from));
  }

  @Override
  public long count(String stream, ReadFrom from) {
    String topic = KafkaNames.topic(stream);
    Collection<Integer> read = from.of(topics.ofStream(topic));
    Map<Integer, Long> begins = topics.begins(topic, read);
    Map<Integer, Long> ends = topics.ends(topic, read);
    return read.stream()
        .mapToLong(
            partition -> {
              long end = ends.getOrDefault(partition, 0L);
              long begin = begins.getOrDefault(partition, 0L);
              long first = next(from, partition, begin, end);
              return Math.max(0, end - Math.max(begin, first));
            })
        .sum();
  }

  /** Returns the first offset to read of each of these partitions. */
  Map<Integer, Long> places(String topic, Collection<Integer> read, ReadFrom from) {
    Map<Integer, Long> bounds =
        from.isLatest() ? topics.ends(topic, read) : topics.begins(topic, read);
    Map<Integer, Long> places = new TreeMap<>();
    for (int partition : read) {
      long bound = bounds.getOrDefault(partition, 0L);
      places.put(partition, next(from, partition, bound, bound));
    }
    return places;
  }

  private static long next(ReadFrom from, int partition, long begin, long end) {
    return from.offset(partition)
        .map(offset -> offset.position() + 1)
        .orElse(from.isLatest() ? end : begin);
  }

  @Override
  public ReadFrom at(String stream, Instant time) {
    String topic = KafkaNames.topic(stream);
    Collection<Integer> all = ReadFrom.earliest().of(topics.ofStream(topic));
    long millis = millis(time);
    Map<Integer, Long> ends = topics.ends(topic, all);
    Map<Integer, Long> found =
        millis == Long.MAX_VALUE
            ? ends
            : topics.offsets(topic, all, OffsetSpec.forTimestamp(millis));
    Map<Integer, Long> firsts = new TreeMap<>(ends);
    found.forEach(
        (each, first) -> {
          if (first >= 0) {
            firsts.put(each, first);
          }
        });
    return from(firsts);
  }

  /** The first millisecond that is not before a time, as far as Kafka counts. */
  private static long millis(Instant time) {
    if (time.isBefore(Instant.EPOCH)) {
      return 0;
    }
    return time.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE).minusMillis(1))
        ? Long.MAX_VALUE
        : time.plusNanos(999_999).toEpochMilli();
  }

  @Override
  public ReadFrom end(String stream) {
    String topic = KafkaNames.topic(stream);
    return from(topics.ends(topic, ReadFrom.earliest().of(topics.ofStream(topic))));
  }

  /** Reads each partition from its first; a partition that has none yet from its beginning. */
  private static ReadFrom from(Map<Integer, Long> firsts) {
    return ReadFrom.after(
        firsts.entrySet().stream()
            .filter(each -> each.getValue() > 0)
            .map(each -> new Offset(each.getKey(), each.getValue() - 1))
            .toList());
  }
}
