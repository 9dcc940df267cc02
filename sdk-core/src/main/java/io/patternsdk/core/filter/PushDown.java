package io.patternsdk.core.filter;

import io.patternsdk.core.filter.Filter.All;
import io.patternsdk.core.filter.Filter.And;
import io.patternsdk.core.filter.Filter.Compare;
import io.patternsdk.core.filter.Filter.Not;
import io.patternsdk.core.filter.Filter.Or;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A filter divided between a backend and the core: a document matches the whole exactly if it
 * matches both.
 *
 * @param evaluated what the backend evaluates exactly; {@link All} if nothing
 * @param residual what is left for the core to apply, before any limit; {@link All} if nothing
 */
public record PushDown(Filter evaluated, Filter residual) {

  /** The backend evaluates nothing. */
  public static PushDown nothing(Filter filter) {
    return new PushDown(Filters.all(), filter);
  }

  /** The backend evaluates all. */
  public static PushDown everything(Filter filter) {
    return new PushDown(filter, Filters.all());
  }

  /** Whether nothing is left for the core. */
  public boolean isComplete() {
    return residual instanceof All;
  }

  static PushDown of(Filter filter, Predicate<? super Filter> pushable) {
    List<Filter> evaluated = new ArrayList<>();
    List<Filter> residual = new ArrayList<>();
    for (Filter condition : conditions(filter, new ArrayList<>())) {
      (isWhollyPushable(condition, pushable) ? evaluated : residual).add(condition);
    }
    return new PushDown(Filters.and(evaluated), Filters.and(residual));
  }

  /** Adds what must all hold, nested conjunctions included. */
  private static List<Filter> conditions(Filter filter, List<Filter> into) {
    switch (filter) {
      case All all -> {}
      case And and -> and.operands().forEach(operand -> conditions(operand, into));
      case Compare compare -> into.add(compare);
      case Or or -> into.add(or);
      case Not not -> into.add(not);
    }
    return into;
  }

  private static boolean isWhollyPushable(Filter filter, Predicate<? super Filter> pushable) {
    return pushable.test(filter)
        && switch (filter) {
          case All all -> true;
          case Compare compare -> true;
          case Not not -> isWhollyPushable(not.operand(), pushable);
          case And and -> areWhollyPushable(and.operands(), pushable);
          case Or or -> areWhollyPushable(or.operands(), pushable);
        };
  }

  private static boolean areWhollyPushable(
      List<Filter> operands, Predicate<? super Filter> pushable) {
    return operands.stream().allMatch(operand -> isWhollyPushable(operand, pushable));
  }
}
