package io.patternsdk.core.blob;

import io.patternsdk.core.OperationException;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.capability.Trait;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.keyvalue.Version;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Stores and reads streams of bytes of any size by key: {@code blob_basic}.
 *
 * <p>A key is a non-empty string without unpaired surrogates; with the namespace in front it has at
 * most {@link #MAX_KEY_BYTES} UTF-8 bytes. Whatever a blob's size, reading and writing take a
 * constant amount of memory. A blob that was finished is seen by every later read of the same
 * backend, whole; before that, nothing of it is seen.
 *
 * <p>Each call and each step of a reader or writer blocks at most until the ambient deadline, or
 * until no byte has moved for the driver's operation timeout; a whole transfer has no time limit of
 * its own. Safe for use by any number of threads. Driver authors: the core has checked and prefixed
 * keys, checked options and sizes, and hands over arrays that it does not change meanwhile.
 */
public interface Blobs {
  /** The most bytes of a blob. */
  Trait<Long> MAX_BLOB_BYTES = Trait.of("largest blob", "the most bytes of a blob", 5L << 40);

  /** The most bytes of a key. */
  Trait<Integer> MAX_KEY_BYTES =
      Trait.of("longest key", "the most UTF-8 bytes of a key, with the namespace", 1024);

  /** The most bytes of a blob's metadata. */
  Trait<Integer> MAX_METADATA_BYTES =
      Trait.of("largest metadata", "the most UTF-8 bytes of a blob's names and values", 2048);

  /**
   * Begins to store, replacing an earlier blob once it is finished. The caller closes the writer;
   * what is closed before it was finished leaves nothing behind. Opening is safe to repeat.
   */
  BlobWriter put(String key, BlobOptions options);

  /** Begins to store without metadata: see {@link #put(String, BlobOptions)}. */
  default BlobWriter put(String key) {
    return put(key, BlobOptions.none());
  }

  /** Stores what is at hand and returns its version. Not repeated by the SDK once it began. */
  default Version put(String key, byte[] content) {
    try (BlobWriter writer = put(key)) {
      writer.write(content);
      return writer.finish().orElseThrow();
    }
  }

  /**
   * Begins to read a part; empty if there is no blob. What of the range lies past the end is left
   * out. All that a reader gives is of the one blob that it was opened on, whatever is stored under
   * the key meanwhile. The caller closes it. Repeating is safe.
   */
  Optional<BlobReader> get(String key, BlobRange range);

  /** Begins to read all: see {@link #get(String, BlobRange)}. */
  default Optional<BlobReader> get(String key) {
    return get(key, BlobRange.ALL);
  }

  /** Returns what is known of a blob; empty if there is none. Repeating is safe. */
  Optional<BlobInfo> head(String key);

  /**
   * Starts a walk over the blobs whose keys begin with {@code prefix}, all if it is empty, page by
   * page; the caller closes it. It sees each that exists from its start to its end exactly once.
   * The order is the driver's.
   */
  Scan<BlobEntry> list(String prefix);

  /** Deletes a blob. Deleting the absent succeeds. Repeating is safe. */
  void delete(String key);

  /**
   * Deletes many and returns why some could not be, by key; empty if none of them is left. At most
   * {@link Traits#maxBatch} at a time; more is TOO_LARGE. Repeating is safe.
   */
  Map<String, OperationException> deleteAll(Collection<String> keys);
}
