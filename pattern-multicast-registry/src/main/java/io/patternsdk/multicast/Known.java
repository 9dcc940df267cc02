package io.patternsdk.multicast;

import io.patternsdk.core.document.Document;
import io.patternsdk.core.json.JsonObject;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A stored identity as it was read; thread-safe. */
final class Known implements Document {
  private final String key;
  private final JsonObject json;
  private final byte[] stored;
  private volatile @Nullable Identity identity;

  Known(String key, JsonObject json, byte[] stored) {
    this.key = key;
    this.json = json;
    this.stored = stored;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public JsonObject json() {
    return json;
  }

  /**
   * Returns what it says, decoded once.
   *
   * @throws io.patternsdk.core.BackendException CORRUPT if it is JSON but no identity
   */
  Identity identity() {
    Identity known = identity;
    if (known == null) {
      known = IdentityCodec.decode(json);
      identity = known;
    }
    return known;
  }

  boolean readFrom(byte[] bytes) {
    return Arrays.equals(stored, bytes);
  }

  int size() {
    return stored.length;
  }
}
