package io.patternsdk.core.filter;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonType;
import io.patternsdk.core.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Reads one filter from its text form, counting against the limits. */
final class FilterReader {
  private final FilterLimits limits;
  private int clauses;

  FilterReader(FilterLimits limits) {
    this.limits = limits;
  }

  Filter read(JsonObject text) {
    return filter(text, "", 1);
  }

  private Filter filter(JsonObject text, String place, int depth) {
    requireDepth(place, depth);
    if (text.isEmpty()) {
      count(place);
    }
    int inner = text.size() > 1 ? depth + 1 : depth;
    List<Filter> operands = new ArrayList<>();
    text.forEach((key, value) -> operands.add(member(key, value, within(place, key), inner)));
    return Filters.and(operands);
  }

  private Filter member(String key, JsonValue value, String place, int depth) {
    if (!key.startsWith("$")) {
      return comparison(key, value, place, depth);
    }
    return switch (key) {
      case "$and" -> Filters.and(filters(value, place, depth));
      case "$or" -> Filters.or(filters(value, place, depth));
      case "$not" -> Filters.not(filter(object(value, place), place, depth + 1));
      default -> throw new FilterException(place, Spelling.logical(key));
    };
  }

  private List<Filter> filters(JsonValue value, String place, int depth) {
    if (!(value instanceof JsonArray array) || array.isEmpty()) {
      throw new FilterException(place, "expected an array of at least one filter");
    }
    int inner = array.size() > 1 ? depth + 1 : depth;
    List<Filter> filters = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      String element = place + "[" + i + "]";
      filters.add(filter(object(array.value(i), element), element, inner));
    }
    return filters;
  }

  private Filter comparison(String key, JsonValue value, String place, int depth) {
    requireDepth(place, depth);
    count(place);
    FieldKey parsed = FieldKey.parse(key, place);
    if (!parsed.explicit() && FieldKey.looksLikeOperators(value)) {
      throw new FilterException(
          place,
          "an operator belongs to the name, such as \"%1$s.lt\"; \"%1$s.eq\" compares with the object"
              .formatted(key));
    }
    String problem = parsed.operator().problemWith(value);
    if (problem != null) {
      String found = ", not " + found(parsed.operator(), value);
      throw new FilterException(
          place, problem + found + "; a field named " + parsed.operator() + " is " + key + ".eq");
    }
    if (parsed.operator() == Operator.IN && value.asArray().size() > limits.listed()) {
      throw new FilterException(
          place, value.asArray().size() + " values; the limit is " + limits.listed());
    }
    return new Filter.Compare(parsed.field(), parsed.operator(), value);
  }

  /** The value itself where its type is not what is wrong. */
  private static String found(Operator operator, JsonValue value) {
    return operator == Operator.TYPE && value.type() == JsonType.STRING
        ? value.toString()
        : value.type().phrase();
  }

  private static JsonObject object(JsonValue value, String place) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new FilterException(place, "expected a filter, an object, not " + value.type().phrase());
  }

  private static String within(String place, String key) {
    return place.isEmpty() ? key : place + "." + key;
  }

  private void requireDepth(String place, int depth) {
    if (depth > limits.depth()) {
      throw new FilterException(place, "nested deeper than the limit of " + limits.depth());
    }
  }

  private void count(String place) {
    clauses++;
    if (clauses > limits.clauses()) {
      throw new FilterException(place, "more clauses than the limit of " + limits.clauses());
    }
  }
}
