package io.patternsdk.core.blob;

import io.patternsdk.core.keyvalue.Version;

/**
 * Blobs that are stored only if nobody else stored one meanwhile: {@code blob_cas}.
 *
 * <p>The condition holds at the moment that makes the blob visible: {@link BlobWriter#finish}. Of
 * any number of writers that race from the same state exactly one wins. Losing is an answer, not an
 * error, and leaves the blob as it was. After an error with {@code Effect.UNKNOWN} the caller reads
 * the version to learn whether it won.
 */
public interface BlobCas {

  /** Begins to store a blob that is finished only if there is none. */
  BlobWriter putIfAbsent(String key, BlobOptions options);

  /** Begins to store a blob that is finished only if the one before has this version. */
  BlobWriter putIfUnchanged(String key, Version expected, BlobOptions options);
}
