package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Hands records to the producer, which never blocks: whoever finds its buffer full waits here, up
 * to the deadline. Thread-safe; the records of one thread keep their order.
 */
final class KafkaSends {
  private final KafkaConnections kafka;
  private final KafkaTopics topics;

  KafkaSends(KafkaConnections kafka, KafkaTopics topics) {
    this.kafka = kafka;
    this.topics = topics;
  }

  /**
   * Returns what the brokers will answer.
   *
   * @throws OperationException with effect NONE if it was not even buffered
   */
  CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Deadline deadline) {
    while (true) {
      Sending sending = new Sending(record.topic());
      try {
        var unused = kafka.producer().send(record, sending);
      } catch (KafkaException | IllegalStateException e) {
        throw kafka.calls().failed(e, Effect.NONE);
      }
      Exception refused = sending.handedOver();
      if (refused == null) {
        return sending.answer;
      }
      if (!(refused instanceof TimeoutException)) {
        throw kafka.calls().failed(refused, Effect.NONE);
      }
      if (deadline.passed()) {
        throw tooLong(refused, record.topic());
      }
      kafka.pause(deadline);
    }
  }

  /** Waits for the answer to one. */
  RecordMetadata await(CompletableFuture<RecordMetadata> answer, Deadline deadline) {
    return kafka.calls().await(answer, deadline);
  }

  private static BackendException tooLong(Exception refused, String topic) {
    return refused instanceof BufferExhaustedException
        ? new BackendException(
            ErrorKind.UNAVAILABLE,
            Effect.NONE,
            "send_buffer is full of what the brokers have not acknowledged",
            refused)
        : new BackendException(
            ErrorKind.TIMED_OUT,
            Effect.NONE,
            "the brokers do not tell where " + topic + " is",
            refused);
  }

  /** What becomes of one record. */
  private final class Sending implements Callback {
    private final CompletableFuture<RecordMetadata> answer = new CompletableFuture<>();
    private final Thread sender = Thread.currentThread();
    private final String topic;
    private @Nullable Exception refused;
    private boolean handedOver;

    Sending(String topic) {
      this.topic = topic;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
      if (Thread.currentThread().equals(sender) && !handedOver) {
        refused = failure; // before it was buffered
      } else if (failure == null && metadata != null) {
        answer.complete(metadata);
      } else {
        if (failure instanceof UnknownTopicOrPartitionException) {
          topics.forget(topic);
        }
        answer.completeExceptionally(
            failure == null ? new IllegalStateException("no answer") : failure);
      }
    }

    /** Null if it was buffered; called by the thread that sends, as is what sets it. */
    @Nullable Exception handedOver() {
      handedOver = true;
      return refused;
    }
  }
}
