package io.patternsdk.core.filter;

import io.patternsdk.core.filter.Filter.All;
import io.patternsdk.core.filter.Filter.And;
import io.patternsdk.core.filter.Filter.Compare;
import io.patternsdk.core.filter.Filter.Not;
import io.patternsdk.core.filter.Filter.Or;
import io.patternsdk.core.json.JsonPath;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How large a filter is and what it looks at. */
final class FilterStructure {
  private FilterStructure() {}

  static int depth(Filter filter) {
    return 1 + operands(filter).stream().mapToInt(FilterStructure::depth).max().orElse(0);
  }

  static int clauses(Filter filter) {
    return switch (filter) {
      case All all -> 1;
      case Compare compare -> 1;
      default -> operands(filter).stream().mapToInt(FilterStructure::clauses).sum();
    };
  }

  static Set<JsonPath> fields(Filter filter) {
    Set<JsonPath> fields = new LinkedHashSet<>();
    collect(filter, fields);
    return Collections.unmodifiableSet(fields);
  }

  private static void collect(Filter filter, Set<JsonPath> fields) {
    if (filter instanceof Compare compare) {
      fields.add(compare.field());
    }
    operands(filter).forEach(operand -> collect(operand, fields));
  }

  private static List<Filter> operands(Filter filter) {
    return switch (filter) {
      case All all -> List.of();
      case Compare compare -> List.of();
      case And and -> and.operands();
      case Or or -> or.operands();
      case Not not -> List.of(not.operand());
    };
  }
}
