package io.patternsdk.core.merge;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A record as bytes, where a backend keeps it as one value. The first byte is the version. */
public final class RecordCodec {
  private static final int VERSION = 1;
  private static final int REMOVED = -1;
  private static final long FOR_EVER = -1;

  private RecordCodec() {}

  /** Returns the bytes of a record that is kept until a time; empty for ever. */
  public static byte[] encode(StoredRecord record, OptionalLong keptUntil) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(keptUntil.orElse(FOR_EVER));
      out.writeLong(record.revision());
      out.writeInt(record.fields().size());
      for (Map.Entry<String, Field> entry : new TreeMap<>(record.fields()).entrySet()) {
        byte[] value = entry.getValue().value();
        out.writeUTF(entry.getKey());
        out.writeUTF(entry.getValue().stamp().text());
        out.writeInt(value == null ? REMOVED : value.length);
        out.write(value == null ? new byte[0] : value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Returns the record of such bytes, read at a time; empty if it was kept until then.
   *
   * @throws BackendException of CORRUPT if they are none
   */
  public static Optional<StoredRecord> decode(byte[] bytes, long now) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        throw corrupt("its version is not " + VERSION, null);
      }
      long keptUntil = in.readLong();
      if (keptUntil != FOR_EVER && keptUntil <= now) {
        return Optional.empty();
      }
      long revision = in.readLong();
      Map<String, Field> fields = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        String name = in.readUTF();
        Stamp stamp = Stamp.parse(in.readUTF());
        int length = in.readInt();
        byte[] value = length == REMOVED ? null : in.readNBytes(length);
        if (value != null && value.length != length) {
          throw corrupt("it ends within a field", null);
        }
        fields.put(name, new Field(stamp, value));
      }
      return Optional.of(new StoredRecord(Map.copyOf(fields), revision, now));
    } catch (IOException | IllegalArgumentException e) {
      throw corrupt("it is not a record", e);
    }
  }

  private static BackendException corrupt(String problem, @Nullable Exception cause) {
    return new BackendException(ErrorKind.CORRUPT, "a record cannot be read: " + problem, cause);
  }
}
