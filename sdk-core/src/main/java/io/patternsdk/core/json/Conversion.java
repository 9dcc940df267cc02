package io.patternsdk.core.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From Java objects to values. The depth left stops a collection that holds itself. */
final class Conversion {
  private Conversion() {}

  static JsonValue toJson(@Nullable Object value) {
    return toJson(value, JsonLimits.MAX_DEPTH);
  }

  static JsonValue member(String name, @Nullable Object value) {
    try {
      return toJson(value);
    } catch (JsonException e) {
      String within = JsonPath.of(name).toString();
      String path = e.path().isEmpty() ? within : within + "." + e.path();
      throw new JsonException(e.problem(), path, 0, 0, -1);
    }
  }

  static JsonArray toArray(Iterable<?> elements, int depthLeft) {
    requireDepth(depthLeft);
    List<JsonValue> values = new ArrayList<>();
    for (Object element : elements) {
      values.add(toJson(element, depthLeft - 1));
    }
    return JsonArray.trusted(values.toArray(JsonValue[]::new));
  }

  private static JsonValue toJson(@Nullable Object value, int depthLeft) {
    return switch (value) {
      case null -> JsonNull.NULL;
      case JsonValue json -> json;
      case CharSequence text -> JsonString.of(text.toString());
      case Boolean bool -> JsonBoolean.of(bool);
      case Number number -> toNumber(number);
      case Map<?, ?> map -> toObject(map, depthLeft);
      case Iterable<?> elements -> toArray(elements, depthLeft);
      case Object[] elements -> toArray(Arrays.asList(elements), depthLeft);
      default -> throw formless(value);
    };
  }

  private static JsonNumber toNumber(Number number) {
    return switch (number) {
      case Integer i -> JsonNumber.of(i);
      case Long l -> JsonNumber.of(l);
      case Short s -> JsonNumber.of(s);
      case Byte b -> JsonNumber.of(b);
      case Double d -> JsonNumber.of(d);
      case Float f when Float.isFinite(f) -> JsonNumber.of(f.toString());
      case BigInteger big -> JsonNumber.of(big.toString());
      case BigDecimal big -> JsonNumber.of(big.toString());
      default -> throw formless(number);
    };
  }

  private static JsonObject toObject(Map<?, ?> map, int depthLeft) {
    requireDepth(depthLeft);
    Members members = new Members();
    map.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw new JsonException("a name must be a String, not " + key);
          }
          Utf8.requirePaired(name);
          members.add(name, toJson(value, depthLeft - 1));
        });
    return JsonObject.trusted(members);
  }

  private static void requireDepth(int depthLeft) {
    if (depthLeft == 0) {
      throw new JsonException("values nest deeper than " + JsonLimits.MAX_DEPTH);
    }
  }

  private static JsonException formless(Object value) {
    String shown = value instanceof Number ? " (" + value + ")" : "";
    return new JsonException(value.getClass().getName() + shown + " has no JSON form");
  }
}
