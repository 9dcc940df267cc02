package io.patternsdk.core.document;

import io.patternsdk.core.filter.Filter.Compare;
import io.patternsdk.core.json.JsonOrder;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which of the entry documents have which value of one field. For one thread at a time. */
final class FieldIndex {
  private final JsonPath path;
  private final Map<JsonValue, Set<ViewedEntry>> byValue = new TreeMap<>(JsonOrder.ASCENDING);

  FieldIndex(JsonPath path) {
    this.path = path;
  }

  void add(ViewedEntry entry) {
    JsonValue value = value(entry);
    if (value != null) {
      byValue.computeIfAbsent(value, unused -> new LinkedHashSet<>()).add(entry);
    }
  }

  void remove(ViewedEntry entry) {
    JsonValue value = value(entry);
    if (value != null) {
      byValue.computeIfPresent(
          value,
          (unused, all) -> {
            all.remove(entry);
            return all.isEmpty() ? null : all;
          });
    }
  }

  private @Nullable JsonValue value(ViewedEntry entry) {
    Document document = entry.document;
    return document == null ? null : path.in(document.json()).orElse(null);
  }

  /** Returns the documents that meet a comparison, none twice; null if it is not for an index. */
  @Nullable List<Set<ViewedEntry>> meeting(Compare compare) {
    if (!compare.field().equals(path)) {
      return null;
    }
    return switch (compare.operator()) {
      case EQ -> List.of(of(compare.value()));
      case IN -> {
        Set<JsonValue> distinct = new LinkedHashSet<>();
        compare.value().asArray().forEach(distinct::add);
        yield distinct.stream().map(this::of).toList();
      }
      default -> null;
    };
  }

  private Set<ViewedEntry> of(JsonValue value) {
    return byValue.getOrDefault(value, Set.of());
  }
}
