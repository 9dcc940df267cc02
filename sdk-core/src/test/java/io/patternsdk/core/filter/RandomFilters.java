package io.patternsdk.core.filter;

import io.patternsdk.core.filter.Filter.Compare;
import io.patternsdk.core.json.JsonType;
import io.patternsdk.core.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random filters within {@link FilterLimits#DEFAULT} over the fields and values of {@link
 * RandomDocuments}, with every operator and every node. The same seed gives the same filters. Not
 * safe for use by several threads.
 */
public final class RandomFilters {
  private static final int DEEPEST = 4;

  private final Random random;
  private final RandomDocuments vocabulary;

  /** Filters that depend on the seed alone. */
  public RandomFilters(long seed) {
    this.random = new Random(seed);
    this.vocabulary = new RandomDocuments(~seed);
  }

  /** The next filter. */
  public Filter next() {
    Filter filter = filter(1 + random.nextInt(DEEPEST));
    return filter.clauses() <= FilterLimits.DEFAULT.clauses() ? filter : next();
  }

  private Filter filter(int depth) {
    if (depth == 1) {
      return random.nextInt(20) == 0 ? Filters.all() : comparison();
    }
    return switch (random.nextInt(5)) {
      case 0, 1 -> new Filter.And(operands(depth));
      case 2, 3 -> new Filter.Or(operands(depth));
      default -> Filters.not(filter(depth - 1));
    };
  }

  private List<Filter> operands(int depth) {
    List<Filter> operands = new ArrayList<>();
    for (int count = 2 + random.nextInt(2); count > 0; count--) {
      operands.add(filter(1 + random.nextInt(depth - 1)));
    }
    return operands;
  }

  private Filter comparison() {
    Operator operator = pick(Operator.values());
    return new Compare(vocabulary.field(), operator, operand(operator));
  }

  private JsonValue operand(Operator operator) {
    return switch (operator) {
      case EQ, NE, CONTAINS -> vocabulary.value(2);
      case LT, LTE, GT, GTE -> vocabulary.ordered();
      case STARTS_WITH, ENDS_WITH -> JsonValue.of(vocabulary.string());
      case IN -> vocabulary.array(2);
      case EXISTS -> JsonValue.of(random.nextBoolean());
      case TYPE -> JsonValue.of(pick(JsonType.values()).label());
    };
  }

  private <T> T pick(T[] from) {
    return List.of(from).get(random.nextInt(from.length));
  }
}
