package io.patternsdk.core.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where in the document a reader is: for each level an index into an array, or a name. */
final class Trail {
  private static final int SHALLOW = 8;

  private @Nullable String[] names = new @Nullable String[SHALLOW];
  private int[] indexes = new int[SHALLOW];
  private int depth;

  /** Goes one level in, and gives the new depth. */
  int enter() {
    if (depth == indexes.length) {
      names = Arrays.copyOf(names, depth * 2);
      indexes = Arrays.copyOf(indexes, depth * 2);
    }
    names[depth] = null;
    indexes[depth] = -1;
    return ++depth;
  }

  void leave() {
    depth--;
  }

  /** At this member of the object. */
  void member(String name) {
    names[depth - 1] = name;
  }

  /** At this element of the array. */
  void element(int index) {
    indexes[depth - 1] = index;
  }

  /** Behind a member or element, at the array or object itself. */
  void between() {
    names[depth - 1] = null;
    indexes[depth - 1] = -1;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      String name = names[i];
      if (name != null) {
        text.append(i == 0 ? "" : ".").append(JsonPath.of(name));
      } else if (indexes[i] >= 0) {
        text.append('[').append(indexes[i]).append(']');
      }
    }
    return text.toString();
  }
}
