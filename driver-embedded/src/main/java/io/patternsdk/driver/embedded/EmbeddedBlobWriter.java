package io.patternsdk.driver.embedded;

import io.patternsdk.core.blob.BlobEntry;
import io.patternsdk.core.blob.BlobInfo;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.driver.embedded.journal.Journal;
import io.patternsdk.driver.embedded.journal.Journal.Commit;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.StoredBlob;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes chunks ahead of the record that makes them a blob, a few of them at a time. */
final class EmbeddedBlobWriter implements BlobWriter {
  /** The bytes of a chunk; the last one of a blob may have less. */
  static final int CHUNK = 256 << 10;

  private static final int MOST_UNDER_WAY = 4;
  private static final byte[] NOTHING = {};

  private final StoredBlobs blobs;
  private final Journal journal;
  private final long id;
  private final MonotonicClock clock;
  private final Target target;
  private final Deque<Commit> underWay = new ArrayDeque<>();
  private byte[] chunk = NOTHING;
  private int filled;
  private int chunks;
  private boolean kept;

  EmbeddedBlobWriter(
      StoredBlobs blobs, Journal journal, long id, MonotonicClock clock, Target target) {
    this.blobs = blobs;
    this.journal = journal;
    this.id = id;
    this.clock = clock;
    this.target = target;
  }

  /** What is asked of the blob before. */
  interface Condition extends Predicate<@Nullable StoredBlob> {}

  /** Replaces whatever is there. */
  record Always() implements Condition {
    @Override
    public boolean test(@Nullable StoredBlob before) {
      return true;
    }
  }

  /** Where it goes. */
  record Target(String key, BlobOptions options, Condition condition) {}

  @Override
  public void write(byte[] buffer, int offset, int length) {
    for (int done = 0; done < length; ) {
      int n = Math.min(length - done, CHUNK - filled);
      room(filled + n);
      System.arraycopy(buffer, offset + done, chunk, filled, n);
      filled += n;
      done += n;
      if (filled == CHUNK) {
        handOver(MOST_UNDER_WAY);
      }
    }
  }

  /** Small blobs take little. */
  private void room(int needed) {
    if (needed > chunk.length) {
      chunk = Arrays.copyOf(chunk, Math.min(CHUNK, Math.max(needed, 2 * chunk.length)));
    }
  }

  private void handOver(int most) {
    byte[] full = chunk.length == filled ? chunk : Arrays.copyOf(chunk, filled);
    journal.admit();
    underWay.add(journal.chunk(id, chunks, full));
    chunks++;
    chunk = NOTHING;
    filled = 0;
    while (underWay.size() > most) {
      underWay.remove().await();
    }
  }

  @Override
  public Optional<Version> finish() {
    long size = (long) chunks * CHUNK + filled;
    if (filled > 0) {
      handOver(MOST_UNDER_WAY);
    }
    Version version = new Version(Long.toString(id));
    Instant now = Instant.ofEpochMilli(clock.nowMillis());
    BlobEntry entry = new BlobEntry(target.key, size, version, now);
    StoredBlob blob = new StoredBlob(id, new BlobInfo(entry, target.options), chunks);
    Commit commit = blobs.finish(blob, target.condition);
    if (commit == null) {
      return Optional.empty();
    }
    kept = true;
    commit.await();
    return Optional.of(version);
  }

  @Override
  public void close() {
    chunk = NOTHING;
    if (!kept && chunks > 0) {
      blobs.drop(id, chunks);
    }
  }
}
