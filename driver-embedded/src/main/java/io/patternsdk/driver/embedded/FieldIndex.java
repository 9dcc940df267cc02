package io.patternsdk.driver.embedded;

import io.patternsdk.core.filter.Filter.Compare;
import io.patternsdk.core.json.CodePointOrder;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonBoolean;
import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonOrder;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The keys of documents in the order of one field. Guarded by the lock of its table. */
final class FieldIndex {
  /** Before and after all keys of a value: no key is empty, and null stands above all. */
  private static final String FIRST = "";

  private static final @Nullable String LAST = null;

  private static final Slot FIRST_NUMBER = new Slot(JsonBoolean.TRUE, LAST);
  private static final Slot FIRST_STRING = new Slot(JsonString.of(""), FIRST);
  private static final Slot FIRST_ARRAY = new Slot(JsonArray.EMPTY, FIRST);

  private final TreeSet<Slot> slots = new TreeSet<>();

  /** The place of a document, or of a boundary; the value is null where the field is absent. */
  record Slot(@Nullable JsonValue value, @Nullable String key) implements Comparable<Slot> {
    @Override
    public int compareTo(Slot other) {
      int byValue = JsonOrder.ASCENDING.compare(value, other.value);
      if (byValue != 0) {
        return byValue;
      }
      return key == null || other.key == null
          ? Boolean.compare(key == null, other.key == null)
          : CodePointOrder.ASCENDING.compare(key, other.key);
    }
  }

  void add(@Nullable JsonValue value, String key) {
    slots.add(new Slot(value, key));
  }

  void remove(@Nullable JsonValue value, String key) {
    slots.remove(new Slot(value, key));
  }

  /**
   * Returns the places of exactly the documents that meet a comparison of this field, in ranges
   * without overlap; null if its operator names no range.
   */
  @Nullable List<NavigableSet<Slot>> meeting(Compare compare) {
    JsonValue value = compare.value();
    return switch (compare.operator()) {
      case EQ -> List.of(equal(value));
      case IN -> equalToAny(value.asArray());
      case LT -> List.of(between(least(value), new Slot(value, FIRST)));
      case LTE -> List.of(between(least(value), new Slot(value, LAST)));
      case GT -> List.of(between(new Slot(value, LAST), beyond(value)));
      case GTE -> List.of(between(new Slot(value, FIRST), beyond(value)));
      default -> null;
    };
  }

  private List<NavigableSet<Slot>> equalToAny(JsonArray values) {
    LinkedHashSet<JsonValue> distinct = new LinkedHashSet<>();
    values.forEach(distinct::add);
    List<NavigableSet<Slot>> ranges = new ArrayList<>();
    distinct.forEach(value -> ranges.add(equal(value)));
    return ranges;
  }

  private NavigableSet<Slot> equal(JsonValue value) {
    return between(new Slot(value, FIRST), new Slot(value, LAST));
  }

  private NavigableSet<Slot> between(Slot from, Slot to) {
    return slots.subSet(from, false, to, false);
  }

  private static Slot least(JsonValue value) {
    return value instanceof JsonNumber ? FIRST_NUMBER : FIRST_STRING;
  }

  private static Slot beyond(JsonValue value) {
    return value instanceof JsonNumber ? FIRST_STRING : FIRST_ARRAY;
  }
}
