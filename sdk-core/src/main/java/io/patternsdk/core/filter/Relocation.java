package io.patternsdk.core.filter;

import io.patternsdk.core.filter.Filter.All;
import io.patternsdk.core.filter.Filter.And;
import io.patternsdk.core.filter.Filter.Compare;
import io.patternsdk.core.filter.Filter.Not;
import io.patternsdk.core.filter.Filter.Or;
import io.patternsdk.core.json.JsonPath;
import java.util.List;

/** Moves the fields of a filter into an inner object. */
final class Relocation {
  private Relocation() {}

  static Filter of(Filter filter, JsonPath outer) {
    return switch (filter) {
      case All all -> all;
      case Compare c -> new Compare(outer.resolve(c.field()), c.operator(), c.value());
      case And and -> new And(all(and.operands(), outer));
      case Or or -> new Or(all(or.operands(), outer));
      case Not not -> new Not(of(not.operand(), outer));
    };
  }

  private static List<Filter> all(List<Filter> operands, JsonPath outer) {
    return operands.stream().map(operand -> of(operand, outer)).toList();
  }
}
