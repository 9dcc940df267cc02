package io.patternsdk.core.filter;

import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonValue;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A condition that a JSON document meets or does not; there is no third answer. {@link Operator}
 * defines what each comparison means, the package its text form, {@link Filters} builds filters in
 * code.
 *
 * <p>Filters are immutable. They are equal if they are built alike; {@link #simplify()} brings some
 * that mean the same to the same form.
 */
public sealed interface Filter {

  /** Matches every document. */
  record All() implements Filter {
    @Override
    public String toString() {
      return FilterText.of(this).toString();
    }
  }

  /**
   * Compares one field with a value.
   *
   * @param field where the field is
   * @param operator how to compare
   * @param value what to compare with
   */
  record Compare(JsonPath field, Operator operator, JsonValue value) implements Filter {

    /** Refuses a value that the operator does not take with a {@link FilterException}. */
    public Compare {
      String problem = operator.problemWith(value);
      if (problem != null) {
        throw new FilterException(field + "." + operator, problem + ", not " + value);
      }
    }

    @Override
    public String toString() {
      return FilterText.of(this).toString();
    }
  }

  /**
   * Matches where all operands do.
   *
   * @param operands two filters or more
   */
  record And(List<Filter> operands) implements Filter {

    /** Refuses fewer than two operands with an {@link IllegalArgumentException}. */
    public And {
      operands = several(operands);
    }

    @Override
    public String toString() {
      return FilterText.of(this).toString();
    }
  }

  /**
   * Matches where at least one operand does.
   *
   * @param operands two filters or more
   */
  record Or(List<Filter> operands) implements Filter {

    /** Refuses fewer than two operands with an {@link IllegalArgumentException}. */
    public Or {
      operands = several(operands);
    }

    @Override
    public String toString() {
      return FilterText.of(this).toString();
    }
  }

  /**
   * Matches where the operand does not.
   *
   * @param operand the filter to turn round
   */
  record Not(Filter operand) implements Filter {
    @Override
    public String toString() {
      return FilterText.of(this).toString();
    }
  }

  /**
   * Reads the text form.
   *
   * @throws FilterException if it is no filter or exceeds a limit
   */
  static Filter parse(JsonObject text, FilterLimits limits) {
    return new FilterReader(limits).read(text);
  }

  /**
   * Reads the text form.
   *
   * @throws FilterException if it is not JSON (the cause tells the place), no filter, or exceeds a
   *     limit
   */
  static Filter parse(String text, FilterLimits limits) {
    JsonObject object;
    try {
      object = JsonObject.parse(text);
    } catch (JsonException e) {
      throw new FilterException(e);
    }
    return parse(object, limits);
  }

  /**
   * The text form; reading it gives an equal filter.
   *
   * @throws JsonException if this filter nests so deep that its text would exceed {@code
   *     JsonLimits.MAX_DEPTH}
   */
  default JsonObject toJson() {
    return FilterText.of(this);
  }

  /**
   * Whether a document meets this condition: the answer that every backend must give as well. Takes
   * time in proportion to the document and to the logarithm of an {@code in}.
   *
   * @throws io.patternsdk.core.BackendException TIMED_OUT if the ambient deadline has passed
   */
  default boolean matches(JsonObject document) {
    return Evaluation.matches(this, document);
  }

  /**
   * A filter that matches the same documents and is built more simply: no {@link All} within
   * another filter, no {@link And} within an {@code And}, no {@link Or} within an {@code Or}, no
   * operand twice, negation moved inwards where that is exact. It never has more clauses or more
   * depth, and simplifying it again gives it again.
   */
  default Filter simplify() {
    return Simplification.of(this);
  }

  /**
   * Divides this filter between a backend and the core. Of the conditions that must all hold, those
   * go to the backend of which every part is pushable; both halves together match exactly what this
   * filter matches.
   *
   * @param pushable whether the backend evaluates a node exactly, provided that it does so with the
   *     operands; asked for each {@link Compare}, {@link Or}, {@link Not}, and for an {@link And}
   *     or {@link All} within these
   */
  default PushDown split(Predicate<? super Filter> pushable) {
    return PushDown.of(this, pushable);
  }

  /**
   * The same condition on an object that lies at {@code outer} within the document: every field is
   * looked for below that path.
   */
  default Filter under(JsonPath outer) {
    return Relocation.of(this, outer);
  }

  /** The fields that decide, in the order of their first mention; unmodifiable. */
  default Set<JsonPath> fields() {
    return FilterStructure.fields(this);
  }

  /** 1 for a comparison or {@link All}; one more than its deepest operand for any other. */
  default int depth() {
    return FilterStructure.depth(this);
  }

  /** The number of comparisons and {@link All}s. */
  default int clauses() {
    return FilterStructure.clauses(this);
  }

  private static List<Filter> several(List<Filter> operands) {
    if (operands.size() < 2) {
      throw new IllegalArgumentException("at least two operands, not " + operands.size());
    }
    return List.copyOf(operands);
  }
}
