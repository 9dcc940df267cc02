package io.patternsdk.multicast;

import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.multicast.RegistryException.Code;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The checks of what callers hand in, against the settings. */
record Checks(RegistrySettings settings) {
  /** The most UTF-8 bytes of an id, which leaves room for prefixes within a key. */
  static final int MAX_ID_BYTES = 256;

  static final int DEFAULT_PAGE_SIZE = 100;
  static final int MAX_LETTERS = 1_000;

  String id(String id) {
    wellFormed("id", id);
    int bytes = id.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MAX_ID_BYTES) {
      throw invalid("id has " + bytes + " UTF-8 bytes; 1 to " + MAX_ID_BYTES + " work");
    }
    return id;
  }

  /** Returns the id of a delivery to an identity. */
  DeliveryId delivery(String identity, String text) {
    return DeliveryId.parse(id(identity), text)
        .orElseThrow(
            () ->
                invalid(
                    "this is no id of a delivery to "
                        + identity
                        + ": it was cut or changed, or belongs to another identity"));
  }

  String topic(String topic) {
    wellFormed("topic", topic);
    int bytes = topic.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > Namespace.MAX_NAME_BYTES) {
      throw invalid(
          "topic has " + bytes + " UTF-8 bytes; 1 to " + Namespace.MAX_NAME_BYTES + " work");
    }
    return topic;
  }

  /** Checks the id of a recorded multicast, which becomes that of its message. */
  void multicast(String id) {
    String unused = id(id);
    if (id.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw invalid("id has a control character; it names a message, which has none");
    }
  }

  void contentType(String type) {
    wellFormed("content type", type);
  }

  /** Half of a character would be stored and sent as another one. */
  private static void wellFormed(String what, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw invalid(what + " has half of a character: an unpaired surrogate");
    }
  }

  void metadata(JsonObject metadata) {
    int bytes;
    try {
      bytes = metadata.toBytes().length;
    } catch (JsonException e) {
      throw new RegistryException(Code.INVALID, "metadata cannot be written: " + e.getMessage(), e);
    }
    if (bytes > settings.maxMetadataBytes()) {
      throw invalid(
          "metadata has "
              + bytes
              + " bytes as JSON; at most "
              + settings.maxMetadataBytes()
              + " fit (max_metadata_size)");
    }
  }

  /** Returns the TTL in force, rounded up to whole milliseconds. */
  Optional<Duration> ttl(Optional<Duration> asked) {
    Optional<Duration> ttl = asked.or(settings::defaultTtl);
    ttl.ifPresent(
        duration -> {
          if (!duration.isPositive() || duration.compareTo(settings.maxTtl()) > 0) {
            throw invalid(
                "ttl is "
                    + duration
                    + "; more than zero and at most "
                    + settings.maxTtl()
                    + " works (max_ttl)");
          }
        });
    return ttl.map(duration -> Duration.ofMillis(duration.plusNanos(999_999).toMillis()));
  }

  Duration timeout(Optional<Duration> asked) {
    Duration timeout = asked.orElse(settings.multicastTimeout());
    if (!timeout.isPositive()) {
      throw invalid("timeout is " + timeout + "; more than zero works");
    }
    return timeout;
  }

  int pageSize(OptionalInt asked) {
    int limit = asked.orElse(Math.min(DEFAULT_PAGE_SIZE, settings.maxPageSize()));
    if (limit < 1 || limit > settings.maxPageSize()) {
      throw invalid(
          "limit is " + limit + "; 1 to " + settings.maxPageSize() + " works (max_page_size)");
    }
    return limit;
  }

  int letters(int limit) {
    if (limit < 1 || limit > MAX_LETTERS) {
      throw invalid("limit is " + limit + "; 1 to " + MAX_LETTERS + " works");
    }
    return limit;
  }

  private static RegistryException invalid(String message) {
    return new RegistryException(Code.INVALID, message);
  }
}
