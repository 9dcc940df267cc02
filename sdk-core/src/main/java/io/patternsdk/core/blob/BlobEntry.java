package io.patternsdk.core.blob;

import io.patternsdk.core.keyvalue.Version;
import java.time.Instant;

/**
 * A blob as a listing shows it.
 *
 * @param key its key
 * @param size how many bytes it has
 * @param version the version that it has
 * @param modified when it was finished, by the backend's clock, as exactly as that says
 */
public record BlobEntry(String key, long size, Version version, Instant modified) {
  /** Returns the same under another key. */
  public BlobEntry withKey(String key) {
    return new BlobEntry(key, size, version, modified);
  }
}
