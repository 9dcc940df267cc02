package io.patternsdk.testkit.contract;

import io.patternsdk.core.OperationException;
import io.patternsdk.core.blob.BlobCas;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Blobs, and what may be wrong with them. */
final class ReferenceBlobs implements Blobs, BlobCas {
  private static final int PAGE = 1_000;
  private static final int LARGE = 1 << 20;

  private final ReferenceServer server;
  private final ConcurrentSkipListMap<String, Stored> stored = new ConcurrentSkipListMap<>();
  private final AtomicLong versions = new AtomicLong();

  ReferenceBlobs(ReferenceServer server) {
    this.server = server;
  }

  private record Stored(BlobInfo info, byte[] bytes) {}

  private String key(String key) {
    return server.has(Flaw.BLOB_KEYS_IGNORE_CASE) ? key.toLowerCase(Locale.ROOT) : key;
  }

  @Override
  public BlobWriter put(String key, BlobOptions options) {
    return new Writer(key(key), options, before -> true);
  }

  @Override
  public BlobWriter putIfAbsent(String key, BlobOptions options) {
    return new Writer(key(key), options, before -> before == null);
  }

  @Override
  public BlobWriter putIfUnchanged(String key, Version expected, BlobOptions options) {
    return new Writer(
        key(key),
        options,
        before ->
            server.has(Flaw.BLOB_VERSIONS_ARE_NOT_COMPARED)
                || before != null && before.info.version().equals(expected));
  }

  private final class Writer implements BlobWriter {
    private final String key;
    private final BlobOptions options;
    private final Predicate<@Nullable Stored> condition;
    private final boolean early;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean finished;

    Writer(String key, BlobOptions options, Predicate<@Nullable Stored> condition) {
      this.key = key;
      this.options = options;
      this.condition = condition;
      this.early = server.has(Flaw.BLOB_CONDITIONS_HOLD_EARLY) && condition.test(stored.get(key));
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      bytes.write(buffer, offset, length);
      if (server.has(Flaw.BLOBS_ARE_SEEN_BEFORE_THEY_ARE_FINISHED)) {
        stored.put(key, made());
      }
    }

    private Stored made() {
      byte[] all = bytes.toByteArray();
      if (server.has(Flaw.LARGE_BLOBS_ARE_CUT) && all.length > LARGE) {
        all = Arrays.copyOf(all, LARGE);
      }
      BlobOptions kept = server.has(Flaw.METADATA_ARE_LOST) ? BlobOptions.none() : options;
      long number = server.has(Flaw.BLOB_VERSIONS_STAY) ? 1 : versions.incrementAndGet();
      Version version = new Version(Long.toString(number));
      return new Stored(
          new BlobInfo(new BlobEntry(key, all.length, version, Instant.now()), kept), all);
    }

    @Override
    public Optional<Version> finish() {
      finished = true;
      if (server.has(Flaw.BLOB_CONDITIONS_ARE_NOT_ATOMIC)) {
        boolean holds = condition.test(stored.get(key));
        Thread.yield();
        return stored(holds);
      }
      synchronized (stored) {
        return stored(early || condition.test(stored.get(key)));
      }
    }

    private Optional<Version> stored(boolean holds) {
      if (!holds) {
        return Optional.empty();
      }
      Stored made = made();
      stored.put(key, made);
      return Optional.of(made.info.version());
    }

    @Override
    public void close() {
      if (!finished && server.has(Flaw.ABANDONED_BLOBS_STAY)) {
        stored.put(key, made());
      }
    }
  }

  @Override
  public Optional<BlobReader> get(String key, BlobRange range) {
    Stored found = stored.get(key(key));
    return found == null ? Optional.empty() : Optional.of(new Reader(found, range));
  }

  private final class Reader implements BlobReader {
    private final Stored opened;
    private final long end;
    private long at;

    Reader(Stored opened, BlobRange range) {
      this.opened = opened;
      boolean shorter = server.has(Flaw.RANGES_ARE_ONE_SHORT) && !range.equals(BlobRange.ALL);
      long length = range.within(opened.bytes.length) - (shorter ? 1 : 0);
      this.at = Math.min(range.offset(), opened.bytes.length);
      this.end = at + length;
    }

    @Override
    public BlobInfo info() {
      return opened.info;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      Stored now = opened;
      if (server.has(Flaw.READERS_FOLLOW_THE_KEY)) {
        now = stored.getOrDefault(opened.info.key(), opened);
      }
      int n = (int) Math.min(length, Math.min(end, now.bytes.length) - at);
      if (n <= 0) {
        return -1;
      }
      System.arraycopy(now.bytes, (int) at, buffer, offset, n);
      at += n;
      return n;
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  @Override
  public Optional<BlobInfo> head(String key) {
    return Optional.ofNullable(stored.get(key(key))).map(Stored::info);
  }

  @Override
  public Scan<BlobEntry> list(String prefix) {
    Iterator<Stored> walk =
        stored.tailMap(prefix, true).values().stream()
            .takeWhile(each -> each.info.key().startsWith(prefix))
            .toList()
            .iterator();
    return new Scan<>() {
      private int pages;

      @Override
      public List<BlobEntry> nextPage() {
        List<BlobEntry> page = new ArrayList<>();
        while (walk.hasNext() && page.size() < PAGE) {
          page.add(walk.next().info.entry());
        }
        if (server.has(Flaw.LISTINGS_END_WITH_THE_FIRST_PAGE) && pages++ > 0) {
          return List.of();
        }
        if (server.has(Flaw.LISTINGS_REPEAT_ONE) && page.size() == PAGE) {
          page.add(page.getFirst());
        }
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
    stored.remove(key(key));
  }

  @Override
  public Map<String, OperationException> deleteAll(Collection<String> keys) {
    keys.stream().skip(server.has(Flaw.DELETING_TOGETHER_LEAVES_ONE) ? 1 : 0).forEach(this::delete);
    return Map.of();
  }
}
