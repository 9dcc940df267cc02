package io.patternsdk.driver.embedded.journal;

import io.patternsdk.core.blob.BlobEntry;
import io.patternsdk.core.blob.BlobInfo;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.keyvalue.Version;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The records of blobs and the names of their chunks, in layout 1. */
public final class BlobRecords {
  private BlobRecords() {}

  /** The names of a blob's chunks begin with this. */
  static String chunks(long blob) {
    return HexFormat.of().toHexDigits(blob) + ':';
  }

  static String chunk(long blob, int index) {
    return chunks(blob) + HexFormat.of().toHexDigits(index);
  }

  /** What a chunk's name begins with. */
  static String blobOf(String chunk) {
    return chunk.substring(0, chunk.indexOf(':') + 1);
  }

  /** Behind all names that begin with this. */
  static String behind(String chunks) {
    return chunks + '~';
  }

  static byte[] bytes(String key, StoredBlob blob) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    BlobInfo info = blob.info();
    try {
      out.writeLong(blob.id());
      out.writeInt(blob.chunks());
      out.writeLong(info.size());
      out.writeUTF(info.version().text());
      out.writeLong(info.entry().modified().toEpochMilli());
      out.writeUTF(info.options().contentType());
      out.writeInt(info.options().metadata().size());
      for (Map.Entry<String, String> each : info.options().metadata().entrySet()) {
        out.writeUTF(each.getKey());
        out.writeUTF(each.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return DiskRecords.sealed(key, bytes.toByteArray());
  }

  static StoredBlob blob(String key, byte[] record) {
    byte[] content = DiskRecords.opened(key, record);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
      long id = in.readLong();
      int chunks = in.readInt();
      long size = in.readLong();
      Version version = new Version(in.readUTF());
      Instant modified = Instant.ofEpochMilli(in.readLong());
      String contentType = in.readUTF();
      Map<String, String> metadata = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        metadata.put(in.readUTF(), in.readUTF());
      }
      BlobEntry entry = new BlobEntry(key, size, version, modified);
      BlobOptions options = new BlobOptions(contentType, metadata);
      return new StoredBlob(id, new BlobInfo(entry, options), chunks);
    } catch (IOException e) {
      throw new DiskRecords.DamagedException("a record is not readable", e);
    }
  }
}
