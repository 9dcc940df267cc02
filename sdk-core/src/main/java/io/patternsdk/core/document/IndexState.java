package io.patternsdk.core.document;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which fields have every document in the index: {@code {"v":1,"complete":["role"]}}.
 *
 * @param complete the fields as dotted paths
 */
record IndexState(Set<String> complete) {
  private static final String COMPLETE = "complete";

  /** Reads one; where there is none, or none that can be read, nothing is complete. */
  static IndexState read(byte @Nullable [] stored) {
    Set<String> complete = new TreeSet<>();
    try {
      JsonObject json = stored == null ? JsonObject.EMPTY : JsonObject.parse(stored);
      if (json.has(COMPLETE) && json.number("v").toInt() == 1) {
        json.array(COMPLETE).forEach(field -> complete.add(field.asString()));
      }
    } catch (JsonException e) {
      complete.clear();
    }
    return new IndexState(complete);
  }

  IndexState with(String field, boolean isComplete) {
    Set<String> changed = new TreeSet<>(complete);
    if (isComplete) {
      changed.add(field);
    } else {
      changed.remove(field);
    }
    return new IndexState(changed);
  }

  byte[] toBytes() {
    return JsonObject.builder().put("v", 1).put(COMPLETE, JsonArray.of(complete)).build().toBytes();
  }
}
