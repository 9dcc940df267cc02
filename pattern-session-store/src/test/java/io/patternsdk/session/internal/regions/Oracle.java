package io.patternsdk.session.internal.regions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.StoredRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What records must be: of each field the write with the greatest stamp among all that were ever
 * made in the region of whoever made them. Nothing of what is tested is shared. For one thread.
 */
final class Oracle {
  private final Map<String, Map<String, String>> records = new HashMap<>();

  void wrote(String key, Patch patch) {
    Map<String, String> fields = records.computeIfAbsent(key, unused -> new TreeMap<>());
    patch
        .fields()
        .forEach(
            (name, field) -> {
              String text = text(field);
              String before = fields.getOrDefault(name, "");
              if (stampOf(text).compareTo(stampOf(before)) > 0) {
                fields.put(name, text);
              }
            });
  }

  private static String stampOf(String text) {
    return text.isEmpty() ? "" : text.substring(0, text.indexOf(' '));
  }

  private static String text(Field field) {
    byte @Nullable [] value = field.value();
    return field.stamp().text() + " " + (value == null ? "removed" : new String(value, UTF_8));
  }

  Set<String> keys() {
    return records.keySet();
  }

  Map<String, String> fields(String key) {
    return records.getOrDefault(key, Map.of());
  }

  static Map<String, String> fields(StoredRecord record) {
    Map<String, String> fields = new TreeMap<>();
    record.fields().forEach((name, field) -> fields.put(name, text(field)));
    return fields;
  }
}
