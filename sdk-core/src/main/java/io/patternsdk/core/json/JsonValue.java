package io.patternsdk.core.json;

import org.jspecify.annotations.Nullable;

/**
 * One JSON value.
 *
 * <p>Values are immutable and well formed by construction: strings and names hold no unpaired
 * surrogate and nesting is at most {@link JsonLimits#MAX_DEPTH} deep, so writing, comparing and
 * hashing never fail.
 *
 * <p>{@code equals} is equality as JSON: numbers by their numeric value ({@code 1}, {@code 1.0} and
 * {@code 1e0} are equal), strings by code points without normalisation, arrays element by element,
 * objects by name whatever the order of their members. It agrees with {@link JsonOrder}.
 *
 * <p>{@code toString} is the compact text, as {@link JsonWriter#compact()} writes it.
 */
public sealed interface JsonValue
    permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

  /** The kind of this value. */
  JsonType type();

  /**
   * The value for a Java object: {@code null}, a {@code JsonValue} (returned as it is), {@code
   * CharSequence}, {@code Boolean}, a number of {@code java.lang} or {@code java.math}, a {@code
   * Map} with string keys, an {@code Iterable} or an {@code Object[]} of such objects.
   *
   * @throws JsonException if the object is of another class, is NaN or infinite, has an unpaired
   *     surrogate, or nests deeper than {@link JsonLimits#MAX_DEPTH}
   */
  static JsonValue of(@Nullable Object value) {
    return Conversion.toJson(value);
  }

  /**
   * Reads one document within {@link JsonLimits#DEFAULT}.
   *
   * @throws JsonException if the text is not JSON or exceeds a limit
   */
  static JsonValue parse(String text) {
    return JsonReader.DEFAULT.read(text);
  }

  /**
   * Reads one document, in UTF-8, within {@link JsonLimits#DEFAULT}.
   *
   * @throws JsonException if the text is not JSON or exceeds a limit
   */
  static JsonValue parse(byte[] utf8) {
    return JsonReader.DEFAULT.read(utf8);
  }

  /** The compact text in UTF-8; a new array on each call. */
  default byte[] toBytes() {
    return JsonWriter.compact().bytes(this);
  }

  /** This value as an object; throws {@link JsonException} if it is something else. */
  default JsonObject asObject() {
    if (this instanceof JsonObject object) {
      return object;
    }
    throw Mismatch.value(JsonType.OBJECT, this);
  }

  /** This value as an array; throws {@link JsonException} if it is something else. */
  default JsonArray asArray() {
    if (this instanceof JsonArray array) {
      return array;
    }
    throw Mismatch.value(JsonType.ARRAY, this);
  }

  /** The characters of this string; throws {@link JsonException} if it is something else. */
  default String asString() {
    if (this instanceof JsonString string) {
      return string.value();
    }
    throw Mismatch.value(JsonType.STRING, this);
  }

  /** This value as a number; throws {@link JsonException} if it is something else. */
  default JsonNumber asNumber() {
    if (this instanceof JsonNumber number) {
      return number;
    }
    throw Mismatch.value(JsonType.NUMBER, this);
  }

  /** The truth of this boolean; throws {@link JsonException} if it is something else. */
  default boolean asBoolean() {
    if (this instanceof JsonBoolean bool) {
      return bool.value();
    }
    throw Mismatch.value(JsonType.BOOLEAN, this);
  }
}
