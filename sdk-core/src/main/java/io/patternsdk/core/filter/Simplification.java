package io.patternsdk.core.filter;

import io.patternsdk.core.filter.Filter.All;
import io.patternsdk.core.filter.Filter.And;
import io.patternsdk.core.filter.Filter.Compare;
import io.patternsdk.core.filter.Filter.Not;
import io.patternsdk.core.filter.Filter.Or;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonBoolean;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Rewrites filters into simpler ones that match the same documents. */
final class Simplification {
  private Simplification() {}

  static Filter of(Filter filter) {
    return switch (filter) {
      case All all -> Filters.all();
      case Compare compare -> comparison(compare);
      case And and -> conjunction(and.operands().stream().map(Simplification::of).toList());
      case Or or -> disjunction(or.operands().stream().map(Simplification::of).toList());
      case Not not -> negation(of(not.operand()));
    };
  }

  private static Filter comparison(Compare compare) {
    boolean single =
        compare.operator() == Operator.IN
            && compare.value() instanceof JsonArray values
            && values.size() == 1;
    return single
        ? new Compare(compare.field(), Operator.EQ, compare.value().asArray().value(0))
        : compare;
  }

  /** The negation of a simple filter. The order comparisons have none: they skip other types. */
  private static Filter negation(Filter filter) {
    return switch (filter) {
      case All all -> Filters.none();
      case Not not -> not.operand();
      case And and -> disjunction(negations(and.operands()));
      case Or or -> conjunction(negations(or.operands()));
      case Compare compare ->
          switch (compare.operator()) {
            case EQ -> new Compare(compare.field(), Operator.NE, compare.value());
            case NE -> new Compare(compare.field(), Operator.EQ, compare.value());
            case EXISTS ->
                new Compare(
                    compare.field(), Operator.EXISTS, JsonBoolean.of(!compare.value().asBoolean()));
            default -> Filters.not(compare);
          };
    };
  }

  private static List<Filter> negations(List<Filter> operands) {
    return operands.stream().map(Simplification::negation).toList();
  }

  private static Filter conjunction(List<Filter> simple) {
    Set<Filter> operands = new LinkedHashSet<>();
    for (Filter filter : simple) {
      operands.addAll(filter instanceof And and ? and.operands() : List.of(filter));
    }
    operands.remove(Filters.all());
    return operands.contains(Filters.none())
        ? Filters.none()
        : Filters.and(new ArrayList<>(operands));
  }

  private static Filter disjunction(List<Filter> simple) {
    Set<Filter> operands = new LinkedHashSet<>();
    for (Filter filter : simple) {
      operands.addAll(filter instanceof Or or ? or.operands() : List.of(filter));
    }
    operands.remove(Filters.none());
    return operands.contains(Filters.all()) ? Filters.all() : Filters.or(new ArrayList<>(operands));
  }
}
