package io.patternsdk.driver.embedded.journal;

import io.patternsdk.core.blob.BlobInfo;

/**
 * A finished blob. Its chunks are kept as long as it is under its key or read; all but what never
 * changes is guarded by the lock of whoever keeps the blobs.
 */
public final class StoredBlob {
  private final long id;
  private final BlobInfo info;
  private final int chunks;
  public int readers;
  public boolean replaced;

  /**
   * Creates one.
   *
   * @param id the number of its chunks, of which no other blob has any
   */
  public StoredBlob(long id, BlobInfo info, int chunks) {
    this.id = id;
    this.info = info;
    this.chunks = chunks;
  }

  public long id() {
    return id;
  }

  public BlobInfo info() {
    return info;
  }

  public int chunks() {
    return chunks;
  }
}
