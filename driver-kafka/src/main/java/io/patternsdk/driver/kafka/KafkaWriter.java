package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.stream.StreamWriter;
import io.patternsdk.core.stream.coordination.Partitioner;
import io.patternsdk.driver.kafka.KafkaPositions.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * A producer whose transactions each have the writer's place among their records. It blocks, so it
 * is used on threads of {@link KafkaFetchers}, by one at a time: what a caller has given up on may
 * still be committed, and the writer has ended then.
 */
final class KafkaWriter implements StreamWriter {
  private final KafkaConnections kafka;
  private final KafkaTopics topics;
  private final KafkaPositions positions;
  private final KafkaLeftovers leftovers;
  private final Producer<byte[], byte[]> producer;
  private final Consumer<String> appended;
  private final Consumer<KafkaWriter> closed;
  private final Set<String> known = new HashSet<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile Place place = new Place(0, Optional.empty());
  private volatile @Nullable String ended;

  KafkaWriter(
      KafkaConnections kafka,
      KafkaTopics topics,
      KafkaPositions positions,
      KafkaLeftovers leftovers,
      Producer<byte[], byte[]> producer,
      Consumer<String> appended,
      Consumer<KafkaWriter> closed) {
    this.kafka = kafka;
    this.topics = topics;
    this.positions = positions;
    this.leftovers = leftovers;
    this.producer = producer;
    this.appended = appended;
    this.closed = closed;
  }

  /** Ends who had the name before, and what that has begun; blocks. */
  void begin() {
    try {
      producer.initTransactions();
    } catch (KafkaException | IllegalStateException e) {
      throw kafka.calls().failed(reason(e), Effect.NONE);
    }
  }

  /** Notes a place; blocks. */
  void note(Place now) {
    boolean unused = committed(List.of(positions.record(now)));
    place = now;
  }

  @Override
  public Optional<String> position() {
    return place.text();
  }

  @Override
  public void append(Map<String, List<Message>> messages, String position) {
    Place next = new Place(place.epoch(), Optional.of(position));
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    messages.forEach(
        (stream, some) -> {
          String topic = KafkaNames.topic(stream);
          int partitions = topics.ofStream(topic);
          if (!known.contains(topic)) {
            leftovers.end(positions.topic(), topic, partitions);
            known.add(topic);
          }
          for (Message message : some) {
            int partition = Partitioner.partition(message, partitions);
            records.add(KafkaRecords.record(topic, partition, message));
          }
        });
    records.add(positions.record(next));
    transact(records);
    place = next;
    messages.keySet().forEach(appended);
  }

  private void transact(List<ProducerRecord<byte[], byte[]>> records) {
    String before = ended;
    if (before != null) {
      throw new BackendException(
          ErrorKind.ABORTED, Effect.NONE, "the writer has ended, open it again: " + before, null);
    }
    Deadline deadline = kafka.begin();
    ended = "what was appended last may be on its way";
    try {
      var unused =
          kafka
              .calls()
              .awaitShared(
                  kafka.fetchers().run(() -> committed(records)), deadline, Effect.UNKNOWN);
      ended = null;
    } catch (OperationException e) {
      boolean refused =
          e instanceof BackendException failure && failure.kind() == ErrorKind.TOO_LARGE;
      ended = refused ? null : String.valueOf(e.getMessage());
      throw e;
    }
  }

  /** One transaction. What fails before its end is asked for is certainly never seen. */
  private boolean committed(List<ProducerRecord<byte[], byte[]>> records) {
    AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
    try {
      producer.beginTransaction();
      for (ProducerRecord<byte[], byte[]> record : records) {
        var unused =
            producer.send(
                record,
                (stored, failure) -> {
                  if (failure != null) {
                    refused.compareAndSet(null, failure);
                  }
                });
      }
      producer.flush();
    } catch (KafkaException | IllegalStateException e) {
      refused.compareAndSet(null, e);
    }
    Exception failure = refused.get();
    if (failure != null) {
      throw aborted(failure);
    }
    try {
      producer.commitTransaction();
      return true;
    } catch (KafkaException | IllegalStateException e) {
      throw kafka.calls().failed(reason(e), Effect.UNKNOWN);
    }
  }

  private OperationException aborted(Exception why) {
    OperationException failure = kafka.calls().failed(reason(why), Effect.NONE);
    try {
      producer.abortTransaction();
      return failure;
    } catch (KafkaException | IllegalStateException e) {
      BackendException ending =
          new BackendException(
              ErrorKind.ABORTED, Effect.NONE, String.valueOf(failure.getMessage()), failure);
      ending.addSuppressed(e);
      return failure instanceof BackendException b && b.kind() == ErrorKind.TOO_LARGE
          ? ending
          : failure;
    }
  }

  /** What has put the producer into the state in which it refuses everything. */
  private static Throwable reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure.getClass().equals(KafkaException.class) && cause != null ? cause : failure;
  }

  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      ended = "it was closed";
      closed.accept(this);
      producer.close(Duration.ZERO);
    }
  }
}
