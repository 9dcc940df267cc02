package io.patternsdk.core.json;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names and values side by side, in the order of insertion. Few members are searched one by one;
 * beyond that a hash map knows the place of each name (it turns into a tree where names collide, so
 * that a hostile document costs no more than any other).
 */
final class Members {
  private static final int FEW = 8;
  private static final String[] NO_NAMES = {};
  private static final JsonValue[] NO_VALUES = {};

  private String[] names;
  private JsonValue[] values;
  private int size;
  private @Nullable Map<String, Integer> places;

  Members() {
    this(NO_NAMES, NO_VALUES, 0);
  }

  private Members(String[] names, JsonValue[] values, int size) {
    this.names = names;
    this.values = values;
    this.size = size;
    if (size > FEW) {
      index();
    }
  }

  Members copy() {
    return new Members(Arrays.copyOf(names, size), Arrays.copyOf(values, size), size);
  }

  int size() {
    return size;
  }

  String name(int place) {
    return names[place];
  }

  JsonValue value(int place) {
    return values[place];
  }

  int depth() {
    return Depth.above(values, size);
  }

  /** The place of a name, or -1. */
  int find(String name) {
    if (places != null) {
      Integer place = places.get(name);
      return place == null ? -1 : place;
    }
    for (int i = 0; i < size; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Adds a member, or gives false if there is one of that name. */
  boolean add(String name, JsonValue value) {
    if (find(name) >= 0) {
      return false;
    }
    if (size == names.length) {
      int capacity = Math.max(FEW, size * 2);
      names = Arrays.copyOf(names, capacity);
      values = Arrays.copyOf(values, capacity);
    }
    names[size] = name;
    values[size] = value;
    size++;
    if (places != null) {
      places.put(name, size - 1);
    } else if (size > FEW) {
      index();
    }
    return true;
  }

  /** Replaces the value at a place. */
  void replace(int place, JsonValue value) {
    values[place] = value;
  }

  private void index() {
    Map<String, Integer> map = HashMap.newHashMap(size * 2);
    for (int i = 0; i < size; i++) {
      map.put(names[i], i);
    }
    places = map;
  }
}
