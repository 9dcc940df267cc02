package io.patternsdk.driver.embedded;

import io.patternsdk.core.blob.BlobInfo;
import io.patternsdk.core.blob.BlobRange;
import io.patternsdk.core.blob.BlobReader;
import io.patternsdk.driver.embedded.journal.Journal;
import io.patternsdk.driver.embedded.journal.StoredBlob;
import org.jspecify.annotations.Nullable;

/** Reads the chunks of a blob one by one. */
final class EmbeddedBlobReader implements BlobReader {
  private final StoredBlobs blobs;
  private final Journal journal;
  private final StoredBlob blob;
  private final long end;
  private long at;
  private byte @Nullable [] chunk;
  private boolean closed;

  EmbeddedBlobReader(StoredBlobs blobs, Journal journal, StoredBlob blob, BlobRange range) {
    this.blobs = blobs;
    this.journal = journal;
    this.blob = blob;
    this.at = range.offset();
    this.end = at + range.within(blob.info().size());
  }

  @Override
  public BlobInfo info() {
    return blob.info();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    journal.admit();
    if (at >= end) {
      return -1;
    }
    int within = (int) (at % EmbeddedBlobWriter.CHUNK);
    byte[] current = chunk;
    if (current == null) {
      current = journal.chunk(blob.id(), (int) (at / EmbeddedBlobWriter.CHUNK));
      chunk = current;
    }
    int n = (int) Math.min(Math.min(length, current.length - within), end - at);
    System.arraycopy(current, within, buffer, offset, n);
    at += n;
    if (within + n == current.length) {
      chunk = null;
    }
    return n;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      chunk = null;
      blobs.left(blob);
    }
  }
}
