package io.patternsdk.core.typed;

import io.patternsdk.core.Message;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.util.List;

/**
 * {@link MessageStream} with bodies of a type. The obligations are the same.
 *
 * @param <T> the type of the bodies
 */
public record TypedStream<T>(MessageStream streams, Codec<T> codec) {

  /** Appends a value without a key; returns where it is when the backend has stored it. */
  public Offset append(String stream, T value) {
    return streams.append(stream, Message.of(codec.encode(value)));
  }

  /** Appends a value behind all others with its key. */
  public Offset append(String stream, String key, T value) {
    return streams.append(stream, Message.builder(codec.encode(value)).key(key).build());
  }

  /** Opens a reader, which the caller closes. */
  public StreamReader read(String stream, ReadFrom from) {
    return streams.read(stream, from);
  }

  /** Returns the next values of a reader, as {@link StreamReader#poll} does its records. */
  public List<TypedRecord<T>> poll(StreamReader reader, int max, Duration wait) {
    return typed(reader.poll(max, wait));
  }

  /** Returns the next values of a member, as {@link GroupMember#poll} does its records. */
  public List<TypedRecord<T>> poll(GroupMember member, int max, Duration wait) {
    return typed(member.poll(max, wait));
  }

  private List<TypedRecord<T>> typed(List<StreamRecord> records) {
    return records.stream().map(record -> new TypedRecord<>(record, codec)).toList();
  }

  /**
   * A value in a stream. The body is read when it is asked for, so that one that cannot be read
   * hides no other.
   *
   * @param <T> the type of the body
   * @param record the record as the stream has it
   * @param codec what reads the body
   */
  public record TypedRecord<T>(StreamRecord record, Codec<T> codec) {

    /**
     * Returns the value.
     *
     * @throws io.patternsdk.core.BackendException CORRUPT if the codec cannot read the body
     */
    public T value() {
      return codec.decode(record.message().body());
    }

    /** Returns where it is. */
    public Offset offset() {
      return record.offset();
    }
  }
}
