package io.patternsdk.core.json;

import org.jspecify.annotations.Nullable;

/** A JSON string. */
public final class JsonString implements JsonValue {
  private final String value;

  private JsonString(String value) {
    this.value = value;
  }

  /**
   * The JSON string of these characters.
   *
   * @throws JsonException if a surrogate is unpaired: UTF-8 has no form for it
   */
  public static JsonString of(String value) {
    Utf8.requirePaired(value);
    return new JsonString(value);
  }

  /** For a value that is known to hold no unpaired surrogate. */
  static JsonString trusted(String value) {
    return new JsonString(value);
  }

  /** The characters, without quotes and escapes. */
  public String value() {
    return value;
  }

  @Override
  public JsonType type() {
    return JsonType.STRING;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonString string && value.equals(string.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** The JSON text: quoted and escaped. */
  @Override
  public String toString() {
    return JsonWriter.compact().write(this);
  }
}
