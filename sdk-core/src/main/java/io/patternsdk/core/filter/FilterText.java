package io.patternsdk.core.filter;

import io.patternsdk.core.filter.Filter.All;
import io.patternsdk.core.filter.Filter.And;
import io.patternsdk.core.filter.Filter.Compare;
import io.patternsdk.core.filter.Filter.Not;
import io.patternsdk.core.filter.Filter.Or;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes filters as their text form. */
final class FilterText {
  private FilterText() {}

  static JsonObject of(Filter filter) {
    return switch (filter) {
      case All all -> JsonObject.EMPTY;
      case Compare compare -> single(key(compare), compare.value());
      case Not not -> single("$not", of(not.operand()));
      case Or or -> single("$or", JsonArray.of(texts(or.operands())));
      case And and -> conjunction(texts(and.operands()));
    };
  }

  private static String key(Compare compare) {
    return FieldKey.text(compare.field(), compare.operator(), compare.value());
  }

  /** The members of one object, if each operand is one member and their names differ. */
  private static JsonObject conjunction(List<JsonObject> operands) {
    Set<String> names = new HashSet<>();
    JsonObjectBuilder merged = JsonObject.builder();
    for (JsonObject operand : operands) {
      if (operand.size() != 1 || !names.add(operand.names().get(0))) {
        return single("$and", JsonArray.of(operands));
      }
      operand.forEach(merged::put);
    }
    return merged.build();
  }

  private static List<JsonObject> texts(List<Filter> filters) {
    return filters.stream().map(FilterText::of).toList();
  }

  private static JsonObject single(String name, Object value) {
    return JsonObject.builder().put(name, value).build();
  }
}
