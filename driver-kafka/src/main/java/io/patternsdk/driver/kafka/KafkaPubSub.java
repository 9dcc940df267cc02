package io.patternsdk.driver.kafka;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.driver.Subscriptions;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.core.stream.coordination.Partitioner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Topics as keys of one partitioned Kafka topic: each in one partition, of which a process reads
 * those that it has subscribers in, and keeps what is theirs.
 */
final class KafkaPubSub implements PubSub {
  private static final byte[] NOTHING = {};

  private final KafkaConnections kafka;
  private final KafkaTopics topics;
  private final KafkaSends sends;
  private final KafkaListener listener;
  private final Subscriptions subscriptions;
  private final String topic;

  KafkaPubSub(
      KafkaConnections kafka,
      KafkaTopics topics,
      KafkaSends sends,
      KafkaListener listener,
      Subscriptions subscriptions) {
    this.kafka = kafka;
    this.topics = topics;
    this.sends = sends;
    this.listener = listener;
    this.subscriptions = subscriptions;
    this.topic = kafka.config().pubSubTopic();
  }

  private int partition(String name) {
    String retention = Long.toString(kafka.config().pubSubRetention().toMillis());
    int count =
        topics.of(
            topic,
            kafka.config().pubSubPartitions(),
            Map.of("retention.ms", retention, "segment.ms", retention));
    return Partitioner.partition(Message.builder(NOTHING).id("-").key(key(name)).build(), count);
  }

  /** A topic may have what a message's key may not. */
  private static String key(String name) {
    return KafkaNames.topic(name);
  }

  @Override
  public void publish(String name, Message message) {
    int partition = partition(name);
    Deadline deadline = kafka.begin();
    var unused = sends.await(send(name, partition, message, deadline), deadline);
  }

  private CompletableFuture<RecordMetadata> send(
      String name, int partition, Message message, Deadline deadline) {
    return sends.send(KafkaRecords.published(topic, partition, name, message), deadline);
  }

  @Override
  public PublishResult publishAll(List<Publication> publications) {
    List<@Nullable CompletableFuture<RecordMetadata>> answers = new ArrayList<>();
    Map<Integer, OperationException> failures = new TreeMap<>();
    if (publications.isEmpty()) {
      return PublishResult.allPublished(0);
    }
    int unused = partition(publications.getFirst().topic()); // is made, outside the time of others
    Deadline deadline = kafka.begin();
    for (Publication each : publications) {
      try {
        answers.add(send(each.topic(), partition(each.topic()), each.message(), deadline));
      } catch (OperationException e) {
        failures.put(answers.size(), e);
        answers.add(null);
      }
    }
    for (int i = 0; i < answers.size(); i++) {
      CompletableFuture<RecordMetadata> answer = answers.get(i);
      try {
        RecordMetadata unusedPlace = answer == null ? null : sends.await(answer, deadline);
      } catch (OperationException e) {
        failures.put(i, e);
      }
    }
    if (failures.size() == publications.size()
        && failures.values().stream().allMatch(failure -> failure.effect() == Effect.NONE)) {
      throw failures.get(0);
    }
    return new PublishResult(publications.size(), failures);
  }

  @Override
  public Subscription subscribe(String name, Subscriber subscriber) {
    int partition = partition(name);
    return subscriptions.open(subscriber, mailbox -> listener.join(name, partition, mailbox));
  }
}
