package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Message;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.StreamRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Messages as records: key, headers and body are the record's, the id is its first header. A record
 * of somebody else gets its place as id, the same each time, and without what a message cannot
 * have.
 */
final class KafkaRecords {
  /** The header of the id, before those of the message. */
  private static final String ID = "patternsdk-id";

  /** Before them in what is published: the topic, then the message's key. */
  private static final String TOPIC = "patternsdk-topic";

  private static final String KEY = "patternsdk-key";

  private KafkaRecords() {}

  static ProducerRecord<byte[], byte[]> record(String topic, int partition, Message message) {
    byte[] key = message.key().map(KafkaRecords::bytes).orElse(null);
    List<Header> headers = new ArrayList<>();
    headers.add(header(ID, message.id()));
    message.headers().forEach((name, value) -> headers.add(header(name, value)));
    byte[] body = message.isTombstone() ? null : message.body();
    return new ProducerRecord<>(topic, partition, key, body, headers);
  }

  /** A message on one of our topics, which is the record's key. */
  static ProducerRecord<byte[], byte[]> published(
      String kafkaTopic, int partition, String topic, Message message) {
    List<Header> headers = new ArrayList<>();
    headers.add(header(TOPIC, topic));
    message.key().ifPresent(key -> headers.add(header(KEY, key)));
    headers.add(header(ID, message.id()));
    message.headers().forEach((name, value) -> headers.add(header(name, value)));
    return new ProducerRecord<>(kafkaTopic, partition, bytes(topic), message.body(), headers);
  }

  static StreamRecord read(ConsumerRecord<byte[], byte[]> record) {
    return new StreamRecord(
        new Offset(record.partition(), record.offset()),
        Instant.ofEpochMilli(Math.max(0, record.timestamp())),
        message(record, 0, text(record.key())));
  }

  /** Returns on which topic it was published; null for what is none of ours. */
  static @Nullable String topic(ConsumerRecord<byte[], byte[]> record) {
    Header[] headers = record.headers().toArray();
    return headers.length > 0 && headers[0].key().equals(TOPIC) ? text(headers[0].value()) : null;
  }

  /** Returns what was published. */
  static Message received(ConsumerRecord<byte[], byte[]> record) {
    Header[] headers = record.headers().toArray();
    boolean keyed = headers.length > 1 && headers[1].key().equals(KEY);
    return message(record, keyed ? 2 : 1, keyed ? text(headers[1].value()) : null);
  }

  private static Message message(
      ConsumerRecord<byte[], byte[]> record, int from, @Nullable String key) {
    Header[] headers = record.headers().toArray();
    Message.Builder message =
        record.value() == null ? Message.tombstone() : Message.builder(record.value());
    boolean ours = headers.length > from && headers[from].key().equals(ID);
    String place = record.topic() + "-" + record.partition() + "@" + record.offset();
    String id = ours ? Objects.requireNonNullElse(text(headers[from].value()), place) : place;
    set(message, each -> each.id(id));
    if (key != null) {
      set(message, each -> each.key(key));
    }
    for (int i = ours ? from + 1 : from; i < headers.length; i++) {
      String name = headers[i].key();
      String value = text(headers[i].value());
      if (value != null) {
        set(message, each -> each.header(name, value));
      }
    }
    return message.build();
  }

  /** Leaves out what only somebody else can have written. */
  private static void set(Message.Builder message, Consumer<Message.Builder> part) {
    try {
      part.accept(message);
    } catch (BackendException foreign) {
      // stays without it
    }
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Null for what is no text. */
  private static @Nullable String text(byte @Nullable [] bytes) {
    try {
      return bytes == null
          ? null
          : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
