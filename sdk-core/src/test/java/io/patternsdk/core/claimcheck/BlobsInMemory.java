package io.patternsdk.core.claimcheck;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.blob.BlobEntry;
import io.patternsdk.core.blob.BlobInfo;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.blob.BlobRange;
import io.patternsdk.core.blob.BlobReader;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Version;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Blobs in a map that counts what is stored, and that may be away. */
final class BlobsInMemory implements Blobs {
  private static final int PAGE = 7;

  final ConcurrentSkipListMap<String, byte[]> stored = new ConcurrentSkipListMap<>();
  int puts;
  boolean away;

  private void check() {
    if (away) {
      throw new BackendException(ErrorKind.UNAVAILABLE, Effect.UNKNOWN, "is away", null);
    }
  }

  @Override
  public BlobWriter put(String key, BlobOptions options) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return new BlobWriter() {
      @Override
      public void write(byte[] buffer, int offset, int length) {
        bytes.write(buffer, offset, length);
      }

      @Override
      public Optional<Version> finish() {
        check();
        puts++;
        stored.put(key, bytes.toByteArray());
        return Optional.of(new Version("v" + puts));
      }

      @Override
      public void close() {
        // holds nothing
      }
    };
  }

  @Override
  public Optional<BlobReader> get(String key, BlobRange range) {
    check();
    return head(key).map(info -> reader(info, stored.getOrDefault(key, new byte[0])));
  }

  /** Gives a few bytes at a time. */
  private static BlobReader reader(BlobInfo info, byte[] bytes) {
    return new BlobReader() {
      private int at;

      @Override
      public BlobInfo info() {
        return info;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) {
        if (at == bytes.length) {
          return -1;
        }
        int n = Math.min(Math.min(length, 3), bytes.length - at);
        System.arraycopy(bytes, at, buffer, offset, n);
        at += n;
        return n;
      }

      @Override
      public void close() {
        // holds nothing
      }
    };
  }

  @Override
  public Optional<BlobInfo> head(String key) {
    check();
    return Optional.ofNullable(stored.get(key))
        .map(bytes -> new BlobInfo(entry(key, bytes), BlobOptions.none()));
  }

  private static BlobEntry entry(String key, byte[] bytes) {
    return new BlobEntry(key, bytes.length, new Version("v"), Instant.EPOCH);
  }

  @Override
  public Scan<BlobEntry> list(String prefix) {
    check();
    return new Scan<>() {
      private SortedMap<String, byte[]> left = stored.tailMap(prefix);

      @Override
      public List<BlobEntry> nextPage() {
        List<BlobEntry> page =
            left.entrySet().stream()
                .filter(e -> e.getKey().startsWith(prefix))
                .limit(PAGE)
                .map(e -> entry(e.getKey(), e.getValue()))
                .toList();
        left = page.isEmpty() ? left : stored.tailMap(page.getLast().key(), false);
        return page;
      }

      @Override
      public void close() {
        // holds nothing
      }
    };
  }

  @Override
  public void delete(String key) {
    check();
    stored.remove(key);
  }

  @Override
  public Map<String, OperationException> deleteAll(Collection<String> keys) {
    keys.forEach(this::delete);
    return Map.of();
  }
}
