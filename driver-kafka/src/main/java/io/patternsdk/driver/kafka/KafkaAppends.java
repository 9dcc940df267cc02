package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.stream.AppendResult;
import io.patternsdk.core.stream.Offset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way into the partitions of a stream: to all of them at once, to each in portions,
 * the next when the one before is stored. So nothing is sent behind a portion of which something
 * failed.
 */
final class KafkaAppends {
  private static final int PORTION = 256 << 10;

  private final KafkaSends sends;
  private final Map<Integer, Deque<Item>> parts = new TreeMap<>();
  private final List<@Nullable Offset> offsets = new ArrayList<>();
  private final Map<Integer, OperationException> failures = new TreeMap<>();

  KafkaAppends(KafkaSends sends) {
    this.sends = sends;
  }

  private record Item(int index, ProducerRecord<byte[], byte[]> record) {
    int bytes() {
      byte[] body = record.value();
      return body == null ? 0 : body.length;
    }
  }

  private record Sent(Item item, CompletableFuture<RecordMetadata> answer) {}

  /** Adds the next record of the batch. */
  void add(ProducerRecord<byte[], byte[]> record) {
    parts
        .computeIfAbsent(record.partition(), p -> new ArrayDeque<>())
        .add(new Item(offsets.size(), record));
    offsets.add(null);
  }

  /** Stores all of it by the deadline and returns what became of it. */
  AppendResult run(Deadline deadline) {
    while (!parts.isEmpty()) {
      List<Sent> round = new ArrayList<>();
      List.copyOf(parts.values()).forEach(part -> send(part, round, deadline));
      round.forEach(sent -> await(sent, deadline));
      parts.values().removeIf(Deque::isEmpty);
    }
    return AppendResult.settled(offsets, failures);
  }

  private void send(Deque<Item> part, List<Sent> round, Deadline deadline) {
    int bytes = 0;
    while (!part.isEmpty() && bytes < PORTION) {
      Item item = part.remove();
      bytes += item.bytes();
      try {
        round.add(new Sent(item, sends.send(item.record(), deadline)));
      } catch (OperationException e) {
        fail(item, e);
        return;
      }
    }
  }

  private void await(Sent sent, Deadline deadline) {
    try {
      RecordMetadata stored = sends.await(sent.answer(), deadline);
      offsets.set(sent.item().index(), new Offset(stored.partition(), stored.offset()));
    } catch (OperationException e) {
      fail(sent.item(), e);
    }
  }

  /** What comes behind it in its partition is not sent. */
  private void fail(Item item, OperationException failure) {
    failures.put(item.index(), failure);
    Deque<Item> behind = parts.getOrDefault(item.record().partition(), new ArrayDeque<>());
    for (Item unsent = behind.poll(); unsent != null; unsent = behind.poll()) {
      failures.put(
          unsent.index(),
          new BackendException(
              failure instanceof BackendException e ? e.kind() : ErrorKind.UNKNOWN,
              Effect.NONE,
              "not sent, because one before it failed: " + failure.getMessage(),
              failure));
    }
  }
}
