package io.patternsdk.driver.embedded.journal;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Envelope;
import io.patternsdk.core.Message;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.driver.embedded.journal.QueuedMessage.State;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * The records of layout 1. Each begins with the CRC-32C of its key and of what follows it, because
 * MVStore does not check the content of its pages. Numbers are big-endian.
 */
public final class DiskRecords {
  private DiskRecords() {}

  /** A record is not what was written. */
  public static final class DamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DamagedException(String message, Throwable cause) {
      super(message, cause);
    }

    public DamagedException(String message) {
      super(message);
    }
  }

  /** A message and the queue that it is in. */
  record Letter(String queue, Message message) {}

  static byte[] bytes(String key, StoredValue stored) {
    return sealed(
        utf8(key),
        2 * Long.BYTES + stored.value().length,
        out -> out.putLong(stored.version()).putLong(stored.expiresAt()).put(stored.value()));
  }

  static StoredValue stored(String key, byte[] record) {
    return opened(
        utf8(key),
        record,
        in -> {
          long version = in.getLong();
          long expiresAt = in.getLong();
          return new StoredValue(rest(in), version, expiresAt);
        });
  }

  static byte[] bytes(long id, String queue, Message message) {
    byte[] name = utf8(queue);
    byte[] body = Envelope.standard().encode(message);
    return sealed(
        utf8(id),
        Integer.BYTES + name.length + body.length,
        out -> out.putInt(name.length).put(name).put(body));
  }

  static Letter letter(long id, byte[] record) {
    return opened(
        utf8(id), record, in -> new Letter(name(in), Envelope.standard().decode(rest(in))));
  }

  /** A record and the stream that it is in. */
  record Line(String stream, StreamRecord record) {}

  static byte[] bytes(long id, String stream, StreamRecord record) {
    byte[] name = utf8(stream);
    byte[] body = Envelope.standard().encode(record.message());
    return sealed(
        utf8(id),
        2 * Integer.BYTES + 2 * Long.BYTES + name.length + body.length,
        out ->
            out.putInt(name.length)
                .put(name)
                .putInt(record.offset().partition())
                .putLong(record.offset().position())
                .putLong(record.time().toEpochMilli())
                .put(body));
  }

  static Line line(long id, byte[] record) {
    return opened(
        utf8(id),
        record,
        in -> {
          String stream = name(in);
          Offset offset = new Offset(in.getInt(), in.getLong());
          Instant time = Instant.ofEpochMilli(in.getLong());
          Message message = Envelope.standard().decode(rest(in));
          return new Line(stream, new StreamRecord(offset, time, message));
        });
  }

  static byte[] bytes(String log, long position) {
    return sealed(utf8(log), Long.BYTES, out -> out.putLong(position));
  }

  static long position(String log, byte[] record) {
    return opened(utf8(log), record, ByteBuffer::getLong);
  }

  static byte[] bytes(long id, State state) {
    return sealed(
        utf8(id),
        Integer.BYTES + 2 * Long.BYTES + 1,
        out ->
            out.putInt(state.attempts())
                .putLong(state.receipt())
                .putLong(state.hiddenUntil())
                .put((byte) (state.dead() ? 1 : 0)));
  }

  static State state(long id, byte[] record) {
    return opened(
        utf8(id), record, in -> new State(in.getInt(), in.getLong(), in.getLong(), in.get() == 1));
  }

  static byte[] sealed(String key, byte[] content) {
    return sealed(utf8(key), content.length, out -> out.put(content));
  }

  static byte[] opened(String key, byte[] record) {
    return opened(utf8(key), record, DiskRecords::rest);
  }

  private static byte[] sealed(byte[] key, int length, Consumer<ByteBuffer> content) {
    byte[] record = new byte[Integer.BYTES + length];
    ByteBuffer out = ByteBuffer.wrap(record);
    content.accept(out.position(Integer.BYTES));
    out.putInt(0, checksum(key, record));
    return record;
  }

  private static <T> T opened(byte[] key, byte[] record, Function<ByteBuffer, T> reader) {
    try {
      ByteBuffer in = ByteBuffer.wrap(record);
      if (in.getInt() != checksum(key, record)) {
        throw new DamagedException("a record does not have its checksum");
      }
      return reader.apply(in);
    } catch (BufferUnderflowException | BackendException e) {
      throw new DamagedException("a record is not readable", e);
    }
  }

  private static int checksum(byte[] key, byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(key);
    crc.update(record, Integer.BYTES, record.length - Integer.BYTES);
    return (int) crc.getValue();
  }

  private static String name(ByteBuffer in) {
    byte[] name = new byte[in.getInt()];
    in.get(name);
    return new String(name, StandardCharsets.UTF_8);
  }

  private static byte[] rest(ByteBuffer in) {
    byte[] rest = new byte[in.remaining()];
    in.get(rest);
    return rest;
  }

  private static byte[] utf8(Object key) {
    return key.toString().getBytes(StandardCharsets.UTF_8);
  }
}
