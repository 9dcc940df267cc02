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

/** Which of the held documents have which value of one field. For one thread at a time. */
final class HeldField {
  private final JsonPath path;
  private final Map<JsonValue, Set<Held>> byValue = new TreeMap<>(JsonOrder.ASCENDING);

  HeldField(JsonPath path) {
    this.path = path;
  }

  void add(Held held) {
    JsonValue value = value(held);
    if (value != null) {
      byValue.computeIfAbsent(value, unused -> new LinkedHashSet<>()).add(held);
    }
  }

  void remove(Held held) {
    JsonValue value = value(held);
    if (value != null) {
      byValue.computeIfPresent(
          value,
          (unused, all) -> {
            all.remove(held);
            return all.isEmpty() ? null : all;
          });
    }
  }

  private @Nullable JsonValue value(Held held) {
    Document document = held.document;
    return document == null ? null : path.in(document.json()).orElse(null);
  }

  /** Returns the documents that meet a comparison, none twice; null if it is not for an index. */
  @Nullable List<Set<Held>> meeting(Compare compare) {
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

  private Set<Held> of(JsonValue value) {
    return byValue.getOrDefault(value, Set.of());
  }
}
