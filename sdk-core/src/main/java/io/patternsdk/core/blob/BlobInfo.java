package io.patternsdk.core.blob;

import io.patternsdk.core.keyvalue.Version;

/**
 * All that is known of a blob without reading it.
 *
 * @param entry key, size, version and time
 * @param options what was stored beside it
 */
public record BlobInfo(BlobEntry entry, BlobOptions options) {
  /** Returns its key. */
  public String key() {
    return entry.key();
  }

  /** Returns how many bytes it has. */
  public long size() {
    return entry.size();
  }

  /** Returns the version that it has. */
  public Version version() {
    return entry.version();
  }

  /** Returns the same under another key. */
  public BlobInfo withKey(String key) {
    return new BlobInfo(entry.withKey(key), options);
  }
}
