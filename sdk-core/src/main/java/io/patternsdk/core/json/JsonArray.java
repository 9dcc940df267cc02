package io.patternsdk.core.json;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON array. */
public final class JsonArray implements JsonValue, Iterable<JsonValue> {
  /** {@code []}. */
  public static final JsonArray EMPTY = new JsonArray(new JsonValue[0]);

  private static final int FEW = 8;

  private final JsonValue[] values;
  private final int depth;
  private volatile JsonValue @Nullable [] sorted;

  private JsonArray(JsonValue[] values) {
    this.values = values;
    this.depth = Depth.above(values, values.length);
  }

  /**
   * An array of these, each converted as by {@link JsonValue#of(Object)}.
   *
   * @throws JsonException if one of them has no JSON form
   */
  public static JsonArray of(@Nullable Object... elements) {
    return of(Arrays.asList(elements));
  }

  /**
   * An array of these, each converted as by {@link JsonValue#of(Object)}.
   *
   * @throws JsonException if one of them has no JSON form
   */
  public static JsonArray of(Iterable<? extends @Nullable Object> elements) {
    return Conversion.toArray(elements, JsonLimits.MAX_DEPTH);
  }

  /** For values that nobody else will change. */
  static JsonArray trusted(JsonValue[] values) {
    return values.length == 0 ? EMPTY : new JsonArray(values);
  }

  /** The number of elements. */
  public int size() {
    return values.length;
  }

  /** Whether there is no element. */
  public boolean isEmpty() {
    return values.length == 0;
  }

  /**
   * The element at an index from 0.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public JsonValue value(int index) {
    return values[index];
  }

  /** The elements in order; unmodifiable. */
  public List<JsonValue> values() {
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  /** Whether an element equals this value. */
  public boolean contains(JsonValue value) {
    for (JsonValue element : values) {
      if (element.equals(value)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The same answer as {@link #contains}, from a sorted copy that is made once: for an array that
   * is asked for many values.
   */
  public boolean containsSorted(JsonValue value) {
    if (values.length <= FEW) {
      return contains(value);
    }
    JsonValue[] ordered = sorted;
    if (ordered == null) {
      ordered = values.clone();
      Arrays.sort(ordered, JsonOrder.ASCENDING);
      sorted = ordered;
    }
    return Arrays.binarySearch(ordered, value, JsonOrder.ASCENDING) >= 0;
  }

  @Override
  public Iterator<JsonValue> iterator() {
    return values().iterator();
  }

  @Override
  public JsonType type() {
    return JsonType.ARRAY;
  }

  int depth() {
    return depth;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonArray array && Arrays.equals(values, array.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return JsonWriter.compact().write(this);
  }
}
