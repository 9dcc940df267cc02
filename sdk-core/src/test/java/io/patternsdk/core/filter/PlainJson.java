package io.patternsdk.core.filter;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonBoolean;
import io.patternsdk.core.json.JsonNull;
import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON as plain Java objects, whose own equality does the rest: the least clever way. */
final class PlainJson {
  /** {@code null} as a value, told from an absent one. */
  enum Nothing {
    NOTHING
  }

  private PlainJson() {}

  static Object plain(JsonValue value) {
    return switch (value) {
      case JsonNull none -> Nothing.NOTHING;
      case JsonBoolean bool -> bool.value();
      case JsonNumber number -> number.toBigDecimal().stripTrailingZeros();
      case JsonString string -> string.value();
      case JsonArray array -> {
        List<Object> list = new ArrayList<>();
        array.forEach(element -> list.add(plain(element)));
        yield list;
      }
      case JsonObject object -> {
        Map<String, Object> map = new TreeMap<>();
        object.forEach((name, member) -> map.put(name, plain(member)));
        yield map;
      }
    };
  }

  static String type(Object plain) {
    return switch (plain) {
      case Boolean bool -> "boolean";
      case Number number -> "number";
      case String string -> "string";
      case List<?> list -> "array";
      case Map<?, ?> map -> "object";
      default -> "null";
    };
  }
}
