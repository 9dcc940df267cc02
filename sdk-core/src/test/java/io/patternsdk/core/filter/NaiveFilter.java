package io.patternsdk.core.filter;

import io.patternsdk.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A second evaluator, written from the documentation alone: it interprets the text form as it
 * stands, with plain Java objects, and shares no code with the first.
 */
final class NaiveFilter {
  private static final Set<String> OPERATORS =
      Set.of(
          "eq",
          "ne",
          "lt",
          "lte",
          "gt",
          "gte",
          "startswith",
          "endswith",
          "contains",
          "in",
          "exists",
          "type");

  private NaiveFilter() {}

  static boolean matches(JsonObject filter, JsonObject document) {
    return all((Map<?, ?>) PlainJson.plain(filter), PlainJson.plain(document));
  }

  private static boolean all(Map<?, ?> filter, Object document) {
    return filter.entrySet().stream()
        .allMatch(e -> member((String) e.getKey(), e.getValue(), document));
  }

  private static boolean member(String key, Object value, Object document) {
    return switch (key) {
      case "$and" -> ((List<?>) value).stream().allMatch(f -> all((Map<?, ?>) f, document));
      case "$or" -> ((List<?>) value).stream().anyMatch(f -> all((Map<?, ?>) f, document));
      case "$not" -> !all((Map<?, ?>) value, document);
      default -> field(key, value, document);
    };
  }

  private static boolean field(String key, Object value, Object document) {
    List<String> parts = names(key);
    String last = parts.get(parts.size() - 1);
    boolean suffixed = parts.size() > 1 && OPERATORS.contains(last);
    @Nullable Object found = document;
    for (String part : suffixed ? parts.subList(0, parts.size() - 1) : parts) {
      found = found instanceof Map<?, ?> map ? map.get(part) : null;
    }
    return test(suffixed ? last : "eq", found, value);
  }

  /** Hides the escaped characters, splits at the dots that are left, and brings them back. */
  private static List<String> names(String key) {
    String hidden = key.replace("\\\\", "\uE100").replace("\\.", "\uE101").replace("\\$", "\uE102");
    return Arrays.stream(hidden.split("\\.", -1))
        .map(name -> name.replace("\uE100", "\\").replace("\uE101", ".").replace("\uE102", "$"))
        .toList();
  }

  private static boolean test(String operator, @Nullable Object found, Object value) {
    return switch (operator) {
      case "eq" -> value.equals(found);
      case "ne" -> !value.equals(found);
      case "exists" -> value.equals(found != null);
      case "type" -> found != null && value.equals(PlainJson.type(found));
      case "in" -> found != null && ((List<?>) value).contains(found);
      case "startswith" -> found instanceof String s && s.indexOf((String) value) == 0;
      case "endswith" -> found instanceof String s && s.endsWith((String) value);
      case "contains" ->
          found instanceof String s
              ? value instanceof String part && s.contains(part)
              : found instanceof List<?> list && list.contains(value);
      case "lt" -> order(found, value) == -1;
      case "lte" -> order(found, value) == -1 || order(found, value) == 0;
      case "gt" -> order(found, value) == 1;
      case "gte" -> order(found, value) == 1 || order(found, value) == 0;
      default -> throw new AssertionError(operator);
    };
  }

  /** -1, 0 or 1; 2 where there is no order. */
  private static int order(@Nullable Object found, Object value) {
    if (found instanceof BigDecimal a && value instanceof BigDecimal b) {
      return a.compareTo(b);
    }
    if (found instanceof String a && value instanceof String b) {
      return Integer.signum(Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray()));
    }
    return 2;
  }
}
