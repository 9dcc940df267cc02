package io.patternsdk.core.json;

/** The error of asking a value, or a member of an object, for what it is not. */
final class Mismatch {
  private static final int SHOWN = 40;

  private Mismatch() {}

  static JsonException value(JsonType expected, JsonValue found) {
    return new JsonException("expected " + expected.phrase() + ", found " + describe(found));
  }

  static JsonException member(String name, JsonType expected, JsonValue found) {
    return new JsonException(
        "expected " + expected.phrase() + ", found " + describe(found), JsonPath.of(name));
  }

  static JsonException missing(String name, JsonObject object) {
    String present =
        object.isEmpty() ? "the object is empty" : "the object has " + shorten(object.names());
    return new JsonException("there is no such member; " + present, JsonPath.of(name));
  }

  private static String describe(JsonValue found) {
    return switch (found) {
      case JsonNull none -> "null";
      case JsonBoolean bool -> bool.toString();
      case JsonNumber number -> "the number " + shorten(number);
      case JsonString string -> "the string " + shorten(string);
      case JsonArray array -> "an array of " + array.size();
      case JsonObject object -> "an object of " + object.size();
    };
  }

  private static String shorten(Object value) {
    return Excerpt.of(value.toString(), SHOWN);
  }
}
