package io.patternsdk.driver.postgres;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Which values JSONB holds without loss, and what it would refuse: the character 0 and numbers
 * beyond its range. What it does not hold is a document all the same, which the server keeps
 * without looking into it.
 */
final class PostgresJson {
  /** Numbers have 131,072 digits before the point and 16,383 behind it at most. */
  private static final int LARGEST_EXPONENT = 10_000;

  private PostgresJson() {}

  /** Tells whether a value is a JSON object that JSONB holds. */
  static boolean holds(byte[] value) {
    JsonObject read = read(value);
    return read != null && holds(read);
  }

  /** The document that a value is; null if it is none. */
  static @Nullable JsonObject read(byte[] value) {
    if (!begins(value)) {
      return null;
    }
    try {
      return JsonObject.parse(value);
    } catch (JsonException e) {
      return null;
    }
  }

  /** Most values that are no documents are known by their first byte. */
  private static boolean begins(byte[] value) {
    for (byte b : value) {
      if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
        return b == '{';
      }
    }
    return false;
  }

  /** Tells whether JSONB holds a value with all that is in it. */
  static boolean holds(JsonValue value) {
    return switch (value) {
      case JsonString text -> holds(text.value());
      case JsonNumber number -> holds(number);
      case JsonArray array -> holds(array);
      case JsonObject object -> holds(object);
      default -> true;
    };
  }

  static boolean holds(String text) {
    return text.indexOf('\0') < 0;
  }

  private static boolean holds(JsonArray array) {
    for (JsonValue element : array) {
      if (!holds(element)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(JsonObject object) {
    for (String name : object.names()) {
      if (!holds(name) || !holds(object.find(name).orElseThrow())) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(JsonNumber number) {
    String text = number.text();
    int e = Math.max(text.indexOf('e'), text.indexOf('E'));
    if (e < 0) {
      return true;
    }
    String exponent = text.substring(e + 1).replaceFirst("^([+-]?)0+(?=\\d)", "$1");
    return exponent.length() <= 6 && Math.abs(Integer.parseInt(exponent)) <= LARGEST_EXPONENT;
  }
}
