package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Which topics there are, and where their partitions begin and end. Thread-safe. */
final class KafkaTopics {
  private static final int MOST_REMEMBERED = 10_000;

  private final Map<String, Integer> partitions = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> floors = new ConcurrentHashMap<>();
  private final KafkaConnections kafka;

  KafkaTopics(KafkaConnections kafka) {
    this.kafka = kafka;
  }

  /** Returns how many partitions a stream's topic has, which is made if need be and allowed. */
  int ofStream(String topic) {
    return of(
        topic,
        kafka.config().streamPartitions(),
        Map.of(
            "message.timestamp.type", "LogAppendTime",
            "retention.ms", "-1",
            "retention.bytes", "-1"));
  }

  /**
   * Returns how many partitions a topic has.
   *
   * @param count how many it gets if it is made
   * @param settings its own settings if it is made
   */
  int of(String topic, int count, Map<String, String> settings) {
    Integer known = partitions.get(topic);
    return known != null ? known : learn(topic, count, settings, kafka.begin());
  }

  /** Forgets a topic that somebody has removed. */
  void forget(String topic) {
    partitions.remove(topic);
  }

  /** Remembers that what is before an offset was removed, for readers that have it already. */
  void trimmed(String topic, int partition, long before) {
    floors.merge(new TopicPartition(topic, partition), before, Math::max);
  }

  /** Returns the first offset that this process has not removed. */
  long floor(String topic, int partition) {
    return floors.getOrDefault(new TopicPartition(topic, partition), 0L);
  }

  private int learn(String topic, int count, Map<String, String> settings, Deadline deadline) {
    Optional<Integer> found = find(topic, deadline);
    if (found.isEmpty()) {
      create(topic, count, settings, deadline);
    }
    while (found.isEmpty()) {
      kafka.pause(deadline);
      found = find(topic, deadline);
    }
    awaitProducer(topic, deadline);
    List<Integer> all = IntStream.range(0, found.get()).boxed().toList();
    Map<Integer, Long> unused = deadline.run(() -> ends(topic, all)); // its leaders answer
    if (partitions.size() >= MOST_REMEMBERED) {
      partitions.clear();
    }
    partitions.put(topic, found.get());
    return found.get();
  }

  /** Empty also while some partition has no leader yet. */
  private Optional<Integer> find(String topic, Deadline deadline) {
    try {
      TopicDescription description =
          kafka.ask(
              deadline,
              ms ->
                  Objects.requireNonNull(
                      kafka
                          .admin()
                          .describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(ms))
                          .topicNameValues()
                          .get(topic)));
      boolean led =
          description.partitions().stream()
              .allMatch(each -> each.leader() != null && !each.leader().isEmpty());
      return led ? Optional.of(description.partitions().size()) : Optional.empty();
    } catch (BackendException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void create(String topic, int count, Map<String, String> settings, Deadline deadline) {
    if (kafka.config().topics() == KafkaConfig.Topics.REQUIRE) {
      throw new BackendException(
          ErrorKind.UNSUPPORTED,
          Effect.NONE,
          "there is no topic " + topic + ", and topics is require: make it, or set create",
          null);
    }
    Map<String, String> all = new HashMap<>(settings);
    all.put("max.message.bytes", Long.toString(kafka.clients().largestBatch()));
    int factor = kafka.config().replicationFactor();
    NewTopic wanted =
        new NewTopic(
                topic,
                Optional.of(count),
                factor == 0 ? Optional.empty() : Optional.of((short) factor))
            .configs(all);
    try {
      kafka.ask(
          deadline,
          ms ->
              kafka
                  .admin()
                  .createTopics(List.of(wanted), new CreateTopicsOptions().timeoutMs(ms))
                  .all()
                  .thenApply(done -> true));
    } catch (BackendException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /** Waits until the producer, which never waits itself, knows the topic too. */
  private void awaitProducer(String topic, Deadline deadline) {
    while (!deadline.passed()) {
      try {
        if (!kafka.producer().partitionsFor(topic).isEmpty()) {
          return;
        }
      } catch (TimeoutException e) {
        // is asking for it
      }
      kafka.pause(deadline);
    }
    throw new BackendException(
        ErrorKind.TIMED_OUT, Effect.NONE, "the brokers do not tell where " + topic + " is", null);
  }

  /** Returns the first offset that is there, of each of these partitions. */
  Map<Integer, Long> begins(String topic, Iterable<Integer> of) {
    return offsets(topic, of, OffsetSpec.earliest());
  }

  /** Returns the offset behind the last that readers see, of each of these partitions. */
  Map<Integer, Long> ends(String topic, Iterable<Integer> of) {
    return offsets(topic, of, OffsetSpec.latest());
  }

  /** Returns the offset behind the last that is there, committed or not, of these partitions. */
  Map<Integer, Long> allEnds(String topic, Iterable<Integer> of) {
    return offsets(topic, of, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /** Returns offsets of partitions; -1 where there is none that the question is about. */
  Map<Integer, Long> offsets(String topic, Iterable<Integer> of, OffsetSpec spec) {
    return offsets(topic, of, spec, IsolationLevel.READ_COMMITTED);
  }

  private Map<Integer, Long> offsets(
      String topic, Iterable<Integer> of, OffsetSpec spec, IsolationLevel isolation) {
    Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
    of.forEach(partition -> specs.put(new TopicPartition(topic, partition), spec));
    Map<TopicPartition, ListOffsetsResultInfo> found =
        kafka.ask(
            ms -> {
              ListOffsetsOptions options = new ListOffsetsOptions(isolation).timeoutMs(ms);
              return kafka.admin().listOffsets(specs, options).all();
            });
    Map<Integer, Long> offsets = new HashMap<>();
    found.forEach((partition, place) -> offsets.put(partition.partition(), place.offset()));
    return offsets;
  }
}
