package io.patternsdk.session.objects;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonBoolean;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonNull;
import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Objects that are JSON without being serialized. */
final class PlainValues {
  private static final int DEEPEST = 32;
  private static final String SET = "set";

  /** Classes of the JDK that nobody can name, so nobody misses them. */
  private static final Pattern NAMELESS =
      Pattern.compile(
          "java\\.util\\.(ImmutableCollections\\$.*|Arrays\\$ArrayList"
              + "|Collections\\$(Unmodifiable|Singleton|Empty).*)");

  private PlainValues() {}

  /**
   * Returns the value of an object; empty if it, or something within it, has to be serialized.
   *
   * @throws JsonException if a text is no Unicode
   */
  static Optional<JsonValue> encode(@Nullable Object object) {
    return Optional.ofNullable(encode(object, DEEPEST));
  }

  private static @Nullable JsonValue encode(@Nullable Object object, int depth) {
    if (depth == 0) {
      return null;
    }
    return switch (object) {
      case null -> JsonNull.NULL;
      case String text -> JsonValue.of(text);
      case Boolean bool -> JsonValue.of(bool);
      case Integer number -> JsonValue.of(number);
      case List<?> list when usual(list, ArrayList.class) -> array(list, depth);
      case Map<?, ?> map when usual(map) -> object(map, depth);
      case Set<?> set when usual(set) -> {
        JsonValue elements = array(set, depth);
        yield elements == null ? null : Kind.typed(SET, elements);
      }
      default -> Kind.encode(object).orElse(null);
    };
  }

  private static boolean usual(Object object, Class<?>... classes) {
    for (Class<?> usual : classes) {
      if (object.getClass() == usual) {
        return true;
      }
    }
    return NAMELESS.matcher(object.getClass().getName()).matches();
  }

  private static boolean usual(Map<?, ?> map) {
    return !(map instanceof SortedMap)
        && usual(map, HashMap.class, LinkedHashMap.class)
        && !map.containsKey(Kind.MEMBER)
        && map.keySet().stream().allMatch(String.class::isInstance);
  }

  private static boolean usual(Set<?> set) {
    return !(set instanceof SortedSet) && usual(set, HashSet.class, LinkedHashSet.class);
  }

  private static @Nullable JsonValue array(Collection<?> elements, int depth) {
    List<JsonValue> values = new ArrayList<>();
    for (Object element : elements) {
      JsonValue value = encode(element, depth - 1);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return JsonValue.of(values);
  }

  private static @Nullable JsonValue object(Map<?, ?> map, int depth) {
    Map<String, JsonValue> values = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      JsonValue value = encode(entry.getValue(), depth - 1);
      if (value == null) {
        return null;
      }
      values.put(String.valueOf(entry.getKey()), value);
    }
    return JsonValue.of(values);
  }

  /**
   * Returns the object of a value.
   *
   * @throws RuntimeException if it is of a kind that this release does not know, or not of its form
   */
  static @Nullable Object decode(JsonValue value) {
    return switch (value) {
      case JsonNull absent -> null;
      case JsonString text -> text.value();
      case JsonBoolean bool -> bool.value();
      case JsonNumber number -> number(number);
      case JsonArray array -> elements(array, new ArrayList<>());
      case JsonObject object when object.has(Kind.MEMBER) -> typed(object);
      case JsonObject object -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        object.forEach((name, member) -> map.put(name, decode(member)));
        yield map;
      }
    };
  }

  private static Object typed(JsonObject object) {
    String kind = object.string(Kind.MEMBER);
    JsonValue value = object.find(Kind.VALUE).orElseThrow();
    return kind.equals(SET)
        ? elements(value.asArray(), new LinkedHashSet<>())
        : Kind.decode(kind, value)
            .orElseThrow(() -> new IllegalArgumentException("no object is of the kind " + kind));
  }

  private static <C extends Collection<@Nullable Object>> C elements(JsonArray array, C all) {
    array.forEach(element -> all.add(decode(element)));
    return all;
  }

  /** Other programs write any number. */
  private static Number number(JsonNumber number) {
    try {
      long exact = number.toLong();
      return exact == (int) exact ? (Number) (int) exact : (Number) exact;
    } catch (JsonException e) {
      return number.nearestDouble();
    }
  }
}
