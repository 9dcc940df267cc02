package io.patternsdk.driver.embedded;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
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
import io.patternsdk.driver.embedded.journal.Journal;
import io.patternsdk.driver.embedded.journal.Journal.Commit;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.Sequence;
import io.patternsdk.driver.embedded.journal.StoredBlob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Blobs of the embedded backend: chunks in the journal, named by one record when finished. */
final class EmbeddedBlobs implements Blobs, BlobCas {
  /** The most bytes of a blob that is kept in memory. */
  static final long MOST_IN_MEMORY = 64 << 20;

  /** The most bytes of a blob that is kept in a file. */
  static final long MOST_IN_FILE = 1L << 40;

  private final StoredBlobs blobs;
  private final Journal journal;
  private final Sequence sequence;
  private final MonotonicClock clock;

  EmbeddedBlobs(StoredBlobs blobs, Journal journal, Sequence sequence, MonotonicClock clock) {
    this.blobs = blobs;
    this.journal = journal;
    this.sequence = sequence;
    this.clock = clock;
  }

  @Override
  public BlobWriter put(String key, BlobOptions options) {
    return writer(key, options, new EmbeddedBlobWriter.Always());
  }

  @Override
  public BlobWriter putIfAbsent(String key, BlobOptions options) {
    return writer(key, options, before -> before == null);
  }

  @Override
  public BlobWriter putIfUnchanged(String key, Version expected, BlobOptions options) {
    return writer(
        key, options, before -> before != null && before.info().version().equals(expected));
  }

  private BlobWriter writer(String key, BlobOptions options, EmbeddedBlobWriter.Condition holds) {
    uninterrupted();
    journal.admit();
    return new EmbeddedBlobWriter(
        blobs, journal, sequence.next(), clock, new EmbeddedBlobWriter.Target(key, options, holds));
  }

  @Override
  public Optional<BlobReader> get(String key, BlobRange range) {
    uninterrupted();
    return Optional.ofNullable(blobs.enter(key))
        .map(blob -> new EmbeddedBlobReader(blobs, journal, blob, range));
  }

  @Override
  public Optional<BlobInfo> head(String key) {
    return Optional.ofNullable(blobs.find(key)).map(StoredBlob::info);
  }

  @Override
  public Scan<BlobEntry> list(String prefix) {
    return new Scan<>() {
      private @Nullable String after;

      @Override
      public List<BlobEntry> nextPage() {
        List<BlobEntry> page = blobs.page(prefix, after);
        after = page.isEmpty() ? after : page.getLast().key();
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
    uninterrupted();
    blobs.delete(key).await();
  }

  @Override
  public Map<String, OperationException> deleteAll(Collection<String> keys) {
    uninterrupted();
    List<Commit> commits = new ArrayList<>();
    keys.forEach(key -> commits.add(blobs.delete(key)));
    commits.forEach(Commit::await);
    return Map.of();
  }

  private static void uninterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new BackendException(ErrorKind.CANCELLED, Effect.NONE, "interrupted", null);
    }
    if (Deadline.current().passed()) {
      throw new BackendException(
          ErrorKind.TIMED_OUT, Effect.NONE, "the deadline passed before the call", null);
    }
  }
}
