package io.patternsdk.core.filter;

import io.patternsdk.core.filter.Filter.Compare;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonType;
import io.patternsdk.core.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds filters in code: {@code and(eq("status", "online"), lt("battery", 20))}.
 *
 * <p>A field is given as the text of a {@link JsonPath}, without an operator, so that no name needs
 * more than its escapes. Values are converted as by {@link JsonValue#of(Object)}. What an operator
 * does not take is refused with a {@link FilterException}.
 */
public final class Filters {
  private static final Filter ALL = new Filter.All();
  private static final Filter NONE = new Filter.Not(ALL);

  private Filters() {}

  /** {@link Operator#EQ}. */
  public static Filter eq(String field, @Nullable Object value) {
    return compare(field, Operator.EQ, value);
  }

  /** {@link Operator#NE}; also matches where the field is absent. */
  public static Filter ne(String field, @Nullable Object value) {
    return compare(field, Operator.NE, value);
  }

  /** {@link Operator#LT}. */
  public static Filter lt(String field, Object numberOrString) {
    return compare(field, Operator.LT, numberOrString);
  }

  /** {@link Operator#LTE}. */
  public static Filter lte(String field, Object numberOrString) {
    return compare(field, Operator.LTE, numberOrString);
  }

  /** {@link Operator#GT}. */
  public static Filter gt(String field, Object numberOrString) {
    return compare(field, Operator.GT, numberOrString);
  }

  /** {@link Operator#GTE}. */
  public static Filter gte(String field, Object numberOrString) {
    return compare(field, Operator.GTE, numberOrString);
  }

  /** {@link Operator#STARTS_WITH}. */
  public static Filter startsWith(String field, String prefix) {
    return compare(field, Operator.STARTS_WITH, prefix);
  }

  /** {@link Operator#ENDS_WITH}. */
  public static Filter endsWith(String field, String suffix) {
    return compare(field, Operator.ENDS_WITH, suffix);
  }

  /** {@link Operator#CONTAINS}: a part of a string, or an element of an array. */
  public static Filter contains(String field, @Nullable Object partOrElement) {
    return compare(field, Operator.CONTAINS, partOrElement);
  }

  /** {@link Operator#IN}. */
  public static Filter in(String field, @Nullable Object... values) {
    return compare(field, Operator.IN, JsonArray.of(values));
  }

  /** {@link Operator#EXISTS}: the field is there. */
  public static Filter exists(String field) {
    return compare(field, Operator.EXISTS, true);
  }

  /** {@link Operator#EXISTS} with false: the field is absent. */
  public static Filter absent(String field) {
    return compare(field, Operator.EXISTS, false);
  }

  /** {@link Operator#TYPE}. */
  public static Filter type(String field, JsonType type) {
    return compare(field, Operator.TYPE, type.label());
  }

  /** All of them hold; {@link #all()} if there are none. */
  public static Filter and(Filter... operands) {
    return and(List.of(operands));
  }

  /** All of them hold; {@link #all()} if there are none. */
  public static Filter and(List<Filter> operands) {
    return switch (operands.size()) {
      case 0 -> ALL;
      case 1 -> operands.get(0);
      default -> new Filter.And(operands);
    };
  }

  /** At least one of them holds; {@link #none()} if there are none. */
  public static Filter or(Filter... operands) {
    return or(List.of(operands));
  }

  /** At least one of them holds; {@link #none()} if there are none. */
  public static Filter or(List<Filter> operands) {
    return switch (operands.size()) {
      case 0 -> NONE;
      case 1 -> operands.get(0);
      default -> new Filter.Or(operands);
    };
  }

  /** The operand does not hold. */
  public static Filter not(Filter operand) {
    return new Filter.Not(operand);
  }

  /** Matches every document. */
  public static Filter all() {
    return ALL;
  }

  /** Matches no document: the negation of {@link #all()}. */
  public static Filter none() {
    return NONE;
  }

  private static Filter compare(String field, Operator operator, @Nullable Object value) {
    return new Compare(JsonPath.parse(field), operator, JsonValue.of(value));
  }
}
