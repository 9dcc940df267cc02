package io.patternsdk.multicast;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonLimits;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.multicast.RegistryException.Code;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;

/**
 * The stored form of an identity, version 1: a JSON object with {@code v}, {@code id}, {@code
 * metadata}, {@code topic}, {@code durable}, {@code registered_at}, with a TTL {@code ttl_ms}, and
 * {@code w}, a mark of the writing, where there is an index.
 */
final class IdentityCodec {
  static final String METADATA = "metadata";
  private static final int VERSION = 1;

  private IdentityCodec() {}

  /**
   * Returns the stored form, with a mark of this writing where an index needs to tell it from
   * others of the same identity.
   *
   * @throws RegistryException INVALID if it could not be read back
   */
  static byte[] encode(Identity identity, boolean marked) {
    try {
      return JsonLimits.DEFAULT.check(json(identity, marked)).toBytes();
    } catch (JsonException e) {
      throw new RegistryException(
          Code.INVALID, "as stored it could not be read back: " + e.getMessage(), e);
    }
  }

  private static JsonObject json(Identity identity, boolean marked) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("v", VERSION)
            .put("id", identity.id())
            .put(METADATA, identity.metadata())
            .put("topic", identity.topic())
            .put("durable", identity.durable())
            .put("registered_at", identity.registeredAt().toString());
    identity.ttl().ifPresent(ttl -> json.put("ttl_ms", ttl.toMillis()));
    if (marked) {
      json.put("w", Message.of(new byte[0]).id());
    }
    return json.build();
  }

  static Identity decode(String key, byte[] stored) {
    try {
      return decode(JsonObject.parse(stored));
    } catch (JsonException e) {
      throw corrupt(key, e);
    }
  }

  static Identity decode(JsonObject json) {
    try {
      if (json.number("v").toInt() > VERSION) {
        throw new BackendException(
            ErrorKind.CORRUPT,
            "identity was stored in version " + json.number("v") + "; this one reads " + VERSION);
      }
      return new Identity(
          json.string("id"),
          json.object(METADATA),
          json.string("topic"),
          json.bool("durable"),
          StoredTime.parse(json.string("registered_at")),
          json.has("ttl_ms")
              ? Optional.of(Duration.ofMillis(json.number("ttl_ms").toLong()))
              : Optional.empty(),
          Optional.empty());
    } catch (JsonException | DateTimeException e) {
      throw corrupt(json.toString(), e);
    }
  }

  private static BackendException corrupt(String what, Exception cause) {
    return new BackendException(ErrorKind.CORRUPT, "not a stored identity: " + what, cause);
  }
}
