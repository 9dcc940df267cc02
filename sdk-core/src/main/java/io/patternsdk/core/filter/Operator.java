package io.patternsdk.core.filter;

import io.patternsdk.core.json.JsonType;
import io.patternsdk.core.json.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a field is compared by. Each constant states which documents it matches; a field is absent
 * when its path leads nowhere, and {@code null} is a value like any other.
 */
public enum Operator {
  /**
   * The field is there and equals the value: numbers by their exact numeric value ({@code 1} equals
   * {@code 1.0}), strings code point by code point, arrays and objects deeply, objects regardless
   * of the order of members. An absent field does not equal {@code null}.
   */
  EQ("eq", Operand.ANY),

  /** The opposite of {@link #EQ}: also matches where the field is absent. */
  NE("ne", Operand.ANY),

  /**
   * The field is below the value, a number or a string. Numbers compare exactly, strings by code
   * point. A field that is absent or of another type never matches; so {@code not lt} is not {@code
   * gte}.
   */
  LT("lt", Operand.ORDERED),

  /** As {@link #LT}, or equal to the value. */
  LTE("lte", Operand.ORDERED),

  /** The field is above the value; otherwise as {@link #LT}. */
  GT("gt", Operand.ORDERED),

  /** As {@link #GT}, or equal to the value. */
  GTE("gte", Operand.ORDERED),

  /** The field is a string that starts with the value. The empty string starts every string. */
  STARTS_WITH("startswith", Operand.STRING),

  /** The field is a string that ends with the value. The empty string ends every string. */
  ENDS_WITH("endswith", Operand.STRING),

  /**
   * The field is a string and the value is a string within it; or the field is an array and one of
   * its elements equals the value as by {@link #EQ}.
   */
  CONTAINS("contains", Operand.ANY),

  /** The field is there and equals an element of the value, an array, as by {@link #EQ}. */
  IN("in", Operand.ARRAY),

  /**
   * With {@code true}: the field is there, be it {@code null}. With {@code false}: it is absent.
   */
  EXISTS("exists", Operand.BOOLEAN),

  /** The field is there and of the type named by the value, a {@link JsonType#label()}. */
  TYPE("type", Operand.TYPE_LABEL);

  private final String label;
  private final Operand operand;

  Operator(String label, Operand operand) {
    this.label = label;
    this.operand = operand;
  }

  /** The name in the text form, such as {@code startswith}. */
  public String label() {
    return label;
  }

  /** The operator of exactly this {@link #label()}; empty if there is none. */
  public static Optional<Operator> labelled(String label) {
    for (Operator operator : values()) {
      if (operator.label.equals(label)) {
        return Optional.of(operator);
      }
    }
    return Optional.empty();
  }

  /** What is wrong with a value for this operator, or null. */
  @Nullable String problemWith(JsonValue value) {
    return operand.accepts(value) ? null : label + " takes " + operand.phrase();
  }

  @Override
  public String toString() {
    return label;
  }
}
