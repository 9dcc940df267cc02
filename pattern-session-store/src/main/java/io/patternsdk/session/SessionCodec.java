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
import io.patternsdk.session.protection.Protection;
import io.patternsdk.session.protection.RefusedValueException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as records. An attribute is the field {@code a:<name>}: a byte with the version of its
 * form, then JSON, and that may be protected. What cannot be read is left as it is, and named.
 */
final class SessionCodec {
  /** The principal, as it is. */
  static final String PRINCIPAL = "principal";

  /** What proves the principal, where there are keys; of the same write as that. */
  static final String SEAL = "s:principal";

  /** The idle time in milliseconds, as it was asked for; -1 for never. */
  static final String IDLE = "idle";

  /** The region that decides its end, where there are several. */
  static final String HOME = "home";

  /** Of which session this one is the renamed. */
  static final String FROM = "from";

  static final String ATTRIBUTE = "a:";
  private static final byte JSON = 1;
  private static final int LONGEST_NAME = 200;

  private final SessionSettings settings;
  private final SessionIds ids;
  private final Protection protection;
  private final RefusedValues refused;

  SessionCodec(
      SessionSettings settings, SessionIds ids, Protection protection, RefusedValues refused) {
    this.settings = settings;
    this.ids = ids;
    this.protection = protection;
    this.refused = refused;
  }

  /** Returns the fields of attributes, to be protected; null removes one. */
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

  /** Returns fields as they are stored under a key. */
  Map<String, byte @Nullable []> stored(String key, Map<String, byte @Nullable []> fields) {
    Map<String, byte @Nullable []> stored = new TreeMap<>();
    fields.forEach(
        (field, value) ->
            stored.put(field, value == null ? null : protection.protect(key, name(field), value)));
    return stored;
  }

  /** Returns the attribute of a field. */
  static String name(String field) {
    return field.substring(ATTRIBUTE.length());
  }

  /** Writes who is logged in; empty for nobody. */
  void login(Patch.Builder patch, String key, Optional<String> principal) {
    if (principal.isEmpty()) {
      patch.remove(PRINCIPAL).remove(GROUP);
      if (protection.hasKeys()) {
        patch.remove(SEAL);
      }
      return;
    }
    String name = principal.get();
    if (name.isEmpty()) {
      throw new SessionException(Code.INVALID, "the principal is empty; leave it out for nobody");
    }
    patch.set(PRINCIPAL, name).set(GROUP, SessionIds.group(name));
    if (protection.writes()) {
      patch.set(SEAL, protection.seal(key, PRINCIPAL, name.getBytes(UTF_8)));
    }
  }

  private byte @Nullable [] bytes(String name, @Nullable JsonValue value) {
    if (value == null) {
      return null;
    }
    byte[] json = readable(name, value).toBytes();
    long all = json.length + 1L + protection.overhead(name);
    if (all > settings.maxAttributeBytes()) {
      throw tooLarge("attribute " + name, all, settings.maxAttributeBytes(), "max_attribute_size");
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

  /** Returns the session of a record if it is the principal's; that it is not is noted. */
  Optional<Session> intact(String key, StoredRecord record) {
    try {
      return Optional.of(session(key, record));
    } catch (SessionException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the session of a record that is alive.
   *
   * @throws SessionException UNREADABLE or TAMPERED, if the principal cannot be trusted
   */
  Session session(String key, StoredRecord record) {
    Map<String, JsonValue> attributes = new TreeMap<>();
    Map<String, Unreadable> problems = new TreeMap<>();
    for (Map.Entry<String, Field> entry : record.fields().entrySet()) {
      byte[] value = entry.getValue().value();
      if (value != null && entry.getKey().startsWith(ATTRIBUTE)) {
        String name = name(entry.getKey());
        try {
          read(protection.open(key, name, value))
              .ifPresentOrElse(
                  v -> attributes.put(name, v), () -> problems.put(name, ofLaterRelease(name)));
        } catch (RefusedValueException e) {
          problems.put(name, refused.refused(key, "attribute " + name, e));
        }
      }
    }
    long idle = Long.parseLong(record.text(IDLE).orElse("-1"));
    long ends = record.number(ENDS);
    return new Session(
        ids.id(key),
        principal(key, record),
        Instant.ofEpochMilli(record.number(CREATED)),
        Instant.ofEpochMilli(record.number(ACCESSED)),
        idle < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(idle)),
        ends < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ends)),
        Collections.unmodifiableMap(attributes),
        Collections.unmodifiableMap(problems));
  }

  private static Unreadable ofLaterRelease(String name) {
    return new Unreadable(
        Code.UNREADABLE, "attribute " + name + " has a form that this release does not know");
  }

  /**
   * Returns who is logged in.
   *
   * @throws SessionException UNREADABLE or TAMPERED, if nobody can say
   */
  Optional<String> principal(String key, StoredRecord record) {
    Optional<String> principal = record.text(PRINCIPAL);
    if (principal.isEmpty() || !protection.hasKeys()) {
      return principal;
    }
    try {
      byte[] value = principal.get().getBytes(UTF_8);
      protection.check(key, PRINCIPAL, value, seal(record));
      Optional<String> group = Optional.of(SessionIds.group(principal.get()));
      if (!record.text(GROUP).equals(group)) {
        throw RefusedValueException.tampered("and is listed as another's");
      }
      return principal;
    } catch (RefusedValueException e) {
      Unreadable why = refused.refused(key, "the principal of the session", e);
      throw new SessionException(why.code(), why.reason());
    }
  }

  /** Returns the id of the key by which the principal is sealed; empty if it is not. */
  Optional<String> sealedBy(StoredRecord record) {
    byte[] seal = seal(record);
    try {
      return seal == null ? Optional.empty() : Protection.keyOf(seal);
    } catch (RefusedValueException e) {
      throw new SessionException(Code.TAMPERED, "the principal of the session " + e.getMessage());
    }
  }

  /** Returns the seal that was written with the principal; null if there is none. */
  private static byte @Nullable [] seal(StoredRecord record) {
    Field principal = record.fields().get(PRINCIPAL);
    Field seal = record.fields().get(SEAL);
    if (principal == null || seal == null) {
      return null;
    }
    return seal.stamp().equals(principal.stamp()) ? seal.value() : null;
  }

  /**
   * Returns what of a session is stored otherwise under another key. What was tampered with stays
   * as it is, and so refused.
   *
   * @throws SessionException UNREADABLE, if a key is missing, or TAMPERED, of the principal
   */
  Map<String, byte @Nullable []> moved(String from, String to, StoredRecord record) {
    Map<String, byte @Nullable []> moved = new TreeMap<>();
    Optional<String> principal = principal(from, record);
    record.fields().forEach((field, stored) -> move(moved, from, to, field, stored));
    if (record.fields().containsKey(SEAL)) {
      moved.put(SEAL, null);
    }
    if (principal.isPresent() && protection.writes()) {
      moved.put(SEAL, protection.seal(to, PRINCIPAL, principal.get().getBytes(UTF_8)));
    }
    return moved;
  }

  private void move(
      Map<String, byte @Nullable []> moved, String from, String to, String field, Field stored) {
    byte[] value = stored.value();
    if (value == null || !field.startsWith(ATTRIBUTE)) {
      return;
    }
    String name = name(field);
    try {
      moved.put(field, protection.protect(to, name, protection.open(from, name, value)));
    } catch (RefusedValueException e) {
      Unreadable why = refused.refused(from, "attribute " + name, e);
      if (why.code() == Code.UNREADABLE) {
        throw new SessionException(why.code(), why.reason());
      }
    }
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
