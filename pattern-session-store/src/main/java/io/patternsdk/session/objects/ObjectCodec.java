package io.patternsdk.session.objects;

import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonLimits;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import java.io.IOException;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;

/**
 * Java objects as values of attributes, and back as the class that they were.
 *
 * <p>Texts, booleans, ints, and lists and maps of such are plain JSON, so other programs read and
 * write them. Other numbers, times, identifiers, bytes and sets are an object with the member
 * {@code $java}, which names their kind. Everything else is serialized as Java does, if its class
 * and all within it are allowed: those of {@code java.lang}, {@code java.util}, {@code
 * java.util.concurrent}, {@code java.time} and {@code java.math} are, others by the patterns that
 * this was made with. Immutable lists, maps and sets of the JDK come back as the usual mutable
 * ones. Immutable, thread-safe.
 */
public final class ObjectCodec {
  private static final String OBJECT = "object";

  private final SerializedObjects serialized;

  private ObjectCodec(Collection<String> allowed) {
    this.serialized = new SerializedObjects(allowed);
  }

  /**
   * Returns one that serializes classes of these patterns, too.
   *
   * @param allowed {@code com.example.Cart}, {@code com.example.*} for a package, {@code
   *     com.example.**} for those below it as well
   * @throws IllegalArgumentException if one is no such pattern
   */
  public static ObjectCodec allowing(Collection<String> allowed) {
    return new ObjectCodec(allowed);
  }

  /**
   * Returns the value of an object.
   *
   * @throws IllegalArgumentException if it cannot be stored; the message names the class
   */
  public JsonValue encode(Object object) {
    Optional<JsonValue> plain = plain(object);
    if (plain.isPresent()) {
      return plain.get();
    }
    try {
      return Kind.typed(
          OBJECT, JsonValue.of(Base64.getEncoder().encodeToString(serialized.write(object))));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "a session cannot keep a " + object.getClass().getName() + ": " + e.getMessage(), e);
    }
  }

  private static Optional<JsonValue> plain(Object object) {
    try {
      return PlainValues.encode(object).map(JsonLimits.DEFAULT::check);
    } catch (JsonException e) {
      return Optional.empty(); // a text that is no Unicode, or what would not be read again
    }
  }

  /**
   * Returns the object of a value; empty if it is null or cannot be read: its class is not here,
   * has changed, or is not allowed.
   */
  public Optional<Object> decode(JsonValue value) {
    try {
      Optional<byte[]> bytes = serialized(value);
      return bytes.isPresent()
          ? Optional.of(serialized.read(bytes.get()))
          : Optional.ofNullable(PlainValues.decode(value));
    } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** Tells whether a value is an object that Java serialized. */
  static boolean isSerialized(JsonValue value) {
    return serialized(value).isPresent();
  }

  private static Optional<byte[]> serialized(JsonValue value) {
    return value instanceof JsonObject typed
            && typed.has(Kind.MEMBER)
            && typed.find(Kind.MEMBER).equals(Optional.of(JsonString.of(OBJECT)))
        ? Optional.of(Base64.getDecoder().decode(typed.string(Kind.VALUE)))
        : Optional.empty();
  }
}
