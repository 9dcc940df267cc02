package io.patternsdk.core.blob;

/**
 * A part of a blob.
 *
 * @param offset how many bytes come before it; not negative
 * @param length how many bytes it has at most; positive
 */
public record BlobRange(long offset, long length) {
  /** All of it. */
  public static final BlobRange ALL = new BlobRange(0, Long.MAX_VALUE);

  /** Refuses what is out of range with an {@link IllegalArgumentException}. */
  public BlobRange {
    if (offset < 0 || length < 1) {
      throw new IllegalArgumentException("no range: " + length + " bytes from " + offset);
    }
  }

  /** Returns all that follows the first {@code offset} bytes. */
  public static BlobRange from(long offset) {
    return new BlobRange(offset, Long.MAX_VALUE);
  }

  /** Returns how many bytes of it a blob of this size has. */
  public long within(long size) {
    return Math.max(0, Math.min(length, size - offset));
  }
}
