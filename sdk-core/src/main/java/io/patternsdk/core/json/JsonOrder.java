package io.patternsdk.core.json;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The total order of JSON values, for sorting. An absent value is a Java {@code null}.
 *
 * <p>Upwards: absent, {@code null}, {@code false}, {@code true}, numbers by their exact value,
 * strings by code point, arrays, objects. Arrays compare element by element, and a prefix comes
 * first. Objects compare as lists of their members sorted by name: the first two members that
 * differ decide, by name and then by value, and a prefix comes first.
 *
 * <p>Two values compare as 0 exactly if they are equal.
 */
public enum JsonOrder implements Comparator<@Nullable JsonValue> {
  /** From absent up to objects. */
  ASCENDING,
  /** The exact reverse: absent comes last. */
  DESCENDING;

  @Override
  public int compare(@Nullable JsonValue a, @Nullable JsonValue b) {
    return this == ASCENDING ? ascending(a, b) : ascending(b, a);
  }

  private static int ascending(@Nullable JsonValue a, @Nullable JsonValue b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    return switch (a) {
      case JsonNumber x when b instanceof JsonNumber y -> x.compareTo(y);
      case JsonString x when b instanceof JsonString y ->
          CodePointOrder.ASCENDING.compare(x.value(), y.value());
      case JsonBoolean x when b instanceof JsonBoolean y -> x.compareTo(y);
      case JsonArray x when b instanceof JsonArray y -> arrays(x, y);
      case JsonObject x when b instanceof JsonObject y -> objects(x, y);
      default -> a.type().compareTo(b.type());
    };
  }

  private static int arrays(JsonArray a, JsonArray b) {
    Iterator<JsonValue> others = b.iterator();
    for (JsonValue value : a) {
      int order = others.hasNext() ? ascending(value, others.next()) : 1;
      if (order != 0) {
        return order;
      }
    }
    return others.hasNext() ? -1 : 0;
  }

  private static int objects(JsonObject a, JsonObject b) {
    Iterator<String> others = sorted(b).iterator();
    for (String name : sorted(a)) {
      if (!others.hasNext()) {
        return 1;
      }
      String other = others.next();
      int order = CodePointOrder.ASCENDING.compare(name, other);
      if (order == 0) {
        order = ascending(a.find(name).orElseThrow(), b.find(other).orElseThrow());
      }
      if (order != 0) {
        return order;
      }
    }
    return others.hasNext() ? -1 : 0;
  }

  private static List<String> sorted(JsonObject object) {
    return object.names().stream().sorted(CodePointOrder.ASCENDING).toList();
  }
}
