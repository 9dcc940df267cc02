package io.patternsdk.core.filter;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.filter.Filter.All;
import io.patternsdk.core.filter.Filter.And;
import io.patternsdk.core.filter.Filter.Compare;
import io.patternsdk.core.filter.Filter.Not;
import io.patternsdk.core.filter.Filter.Or;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonOrder;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reference: what each filter means, for as long as the deadline of the work in hand lets. */
final class Evaluation {
  private Evaluation() {}

  static boolean matches(Filter filter, JsonObject document) {
    if (Deadline.current().passed()) {
      throw new BackendException(
          ErrorKind.TIMED_OUT,
          Effect.NONE,
          "the time was over while documents were filtered",
          null);
    }
    return holds(filter, document);
  }

  private static boolean holds(Filter filter, JsonObject document) {
    return switch (filter) {
      case All all -> true;
      case Compare compare -> compare(compare, document);
      case And and -> all(and.operands(), document);
      case Or or -> any(or.operands(), document);
      case Not not -> !holds(not.operand(), document);
    };
  }

  private static boolean all(List<Filter> operands, JsonObject document) {
    for (Filter operand : operands) {
      if (!holds(operand, document)) {
        return false;
      }
    }
    return true;
  }

  private static boolean any(List<Filter> operands, JsonObject document) {
    for (Filter operand : operands) {
      if (holds(operand, document)) {
        return true;
      }
    }
    return false;
  }

  private static boolean compare(Compare compare, JsonObject document) {
    JsonValue value = compare.value();
    @Nullable JsonValue found = compare.field().in(document).orElse(null);
    return switch (compare.operator()) {
      case EQ -> value.equals(found);
      case NE -> !value.equals(found);
      case EXISTS -> (found != null) == value.asBoolean();
      default -> found != null && present(compare.operator(), found, value);
    };
  }

  private static boolean present(Operator operator, JsonValue found, JsonValue value) {
    return switch (operator) {
      case EQ, NE, EXISTS -> throw new IllegalStateException(operator + " was answered before");
      case LT -> sameType(found, value) && order(found, value) < 0;
      case LTE -> sameType(found, value) && order(found, value) <= 0;
      case GT -> sameType(found, value) && order(found, value) > 0;
      case GTE -> sameType(found, value) && order(found, value) >= 0;
      case STARTS_WITH -> found instanceof JsonString s && s.value().startsWith(value.asString());
      case ENDS_WITH -> found instanceof JsonString s && s.value().endsWith(value.asString());
      case CONTAINS -> contains(found, value);
      case IN -> value.asArray().containsSorted(found);
      case TYPE -> found.type().label().equals(value.asString());
    };
  }

  private static boolean contains(JsonValue found, JsonValue value) {
    if (found instanceof JsonArray array) {
      return array.contains(value);
    }
    return found instanceof JsonString whole
        && value instanceof JsonString part
        && Substring.occurs(part.value(), whole.value());
  }

  private static boolean sameType(JsonValue a, JsonValue b) {
    return a.type() == b.type();
  }

  private static int order(JsonValue a, JsonValue b) {
    return JsonOrder.ASCENDING.compare(a, b);
  }
}
