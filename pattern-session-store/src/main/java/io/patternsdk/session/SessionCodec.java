package io.patternsdk.session;

import static io.patternsdk.core.merge.Lifecycle.ACCESSED;
import static io.patternsdk.core.merge.Lifecycle.CREATED;
import static io.patternsdk.core.merge.Lifecycle.ENDS;
import static io.patternsdk.core.merge.Lifecycle.GROUP;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonLimits;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.session.SessionException.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as records. An attribute is the field {@code a:<name>}: a byte with the version of its
 * form, then JSON. What this release cannot read is left as it is, and named.
 */
final class SessionCodec {
  /** The principal, as it is. */
  static final String PRINCIPAL = "principal";

  /** The idle time in milliseconds, as it was asked for; -1 for never. */
  static final String IDLE = "idle";

  /** The region that decides its end, where there are several. */
  static final String HOME = "home";

  /** Of which session this one is the renamed. */
  static final String FROM = "from";

  private static final String ATTRIBUTE = "a:";
  private static final byte JSON = 1;
  private static final int LONGEST_NAME = 200;

  private final SessionSettings settings;
  private final SessionIds ids;

  SessionCodec(SessionSettings settings, SessionIds ids) {
    this.settings = settings;
    this.ids = ids;
  }

  /** Returns the fields of attributes; null removes one. */
  Map<String, byte @Nullable []> fields(Map<String, ? extends @Nullable JsonValue> attributes) {
    Map<String, byte @Nullable []> fields = new TreeMap<>();
    long all = 0;
    for (var attribute : attributes.entrySet()) {
      byte[] bytes = bytes(attribute.getKey(), attribute.getValue());
      all += bytes == null ? 0 : bytes.length;
      fields.put(field(attribute.getKey()), bytes);
    }
    if (all > settings.maxWriteBytes()) {
      throw tooLarge("the attributes", all, settings.maxWriteBytes(), "max_write_size");
    }
    if (all > settings.maxSessionBytes()) {
      throw tooLarge("the attributes", all, settings.maxSessionBytes(), "max_session_size");
    }
    return fields;
  }

  /** Writes who is logged in; empty for nobody. */
  static void login(Patch.Builder patch, Optional<String> principal) {
    if (principal.isEmpty()) {
      patch.remove(PRINCIPAL).remove(GROUP);
      return;
    }
    String name = principal.get();
    if (name.isEmpty()) {
      throw new SessionException(Code.INVALID, "the principal is empty; leave it out for nobody");
    }
    patch.set(PRINCIPAL, name).set(GROUP, SessionIds.group(name));
  }

  private byte @Nullable [] bytes(String name, @Nullable JsonValue value) {
    if (value == null) {
      return null;
    }
    byte[] json = readable(name, value).toBytes();
    if (json.length + 1L > settings.maxAttributeBytes()) {
      throw tooLarge(
          "attribute " + name,
          json.length + 1L,
          settings.maxAttributeBytes(),
          "max_attribute_size");
    }
    byte[] bytes = new byte[json.length + 1];
    bytes[0] = JSON;
    System.arraycopy(json, 0, bytes, 1, json.length);
    return bytes;
  }

  /** Refuses what could be stored and not be read again. */
  private static JsonValue readable(String name, JsonValue value) {
    try {
      return JsonLimits.DEFAULT.check(value);
    } catch (JsonException e) {
      throw new SessionException(Code.INVALID, "attribute " + name + ": " + e.getMessage());
    }
  }

  private static SessionException tooLarge(String what, long bytes, long most, String setting) {
    return new SessionException(
        Code.TOO_LARGE,
        what + " has " + bytes + " bytes; at most " + most + " fit (" + setting + ")");
  }

  private static String field(String name) {
    boolean odd = name.isEmpty() || name.chars().anyMatch(Character::isISOControl);
    if (odd || name.getBytes(UTF_8).length > LONGEST_NAME) {
      throw new SessionException(
          Code.INVALID,
          "\"%s\" cannot name an attribute: 1 to 200 bytes without control characters can"
              .formatted(name));
    }
    return ATTRIBUTE + name;
  }

  /** Returns the session of a record that is alive. */
  Session session(String key, StoredRecord record) {
    Map<String, JsonValue> attributes = new TreeMap<>();
    Set<String> unreadable = new TreeSet<>();
    for (Map.Entry<String, Field> entry : record.fields().entrySet()) {
      byte[] value = entry.getValue().value();
      if (value != null && entry.getKey().startsWith(ATTRIBUTE)) {
        String name = entry.getKey().substring(ATTRIBUTE.length());
        read(value).ifPresentOrElse(v -> attributes.put(name, v), () -> unreadable.add(name));
      }
    }
    long idle = Long.parseLong(record.text(IDLE).orElse("-1"));
    long ends = record.number(ENDS);
    return new Session(
        ids.id(key),
        record.text(PRINCIPAL),
        Instant.ofEpochMilli(record.number(CREATED)),
        Instant.ofEpochMilli(record.number(ACCESSED)),
        idle < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(idle)),
        ends < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ends)),
        Collections.unmodifiableMap(attributes),
        Collections.unmodifiableSet(unreadable));
  }

  private static Optional<JsonValue> read(byte[] value) {
    if (value.length == 0 || value[0] != JSON) {
      return Optional.empty();
    }
    try {
      return Optional.of(JsonValue.parse(Arrays.copyOfRange(value, 1, value.length)));
    } catch (JsonException e) {
      return Optional.empty(); // named among those that cannot be read
    }
  }
}
