package io.patternsdk.core.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A JSON number: the literal exactly as it was written, such as {@code 1.10}, {@code 1e400} or
 * {@code 12345678901234567890}, and its exact numeric value, by which numbers are compared and
 * equal.
 *
 * <p>Each literal is taken apart once; then comparing takes time in proportion to the digits that
 * two numbers have in common, whatever their exponents. The conversions refuse to lose anything;
 * {@link #nearestDouble()} is the exception.
 */
public final class JsonNumber implements JsonValue, Comparable<JsonNumber> {
  private static final int CACHED = 256;
  private static final JsonNumber[] SMALL = new JsonNumber[CACHED];
  private static final int CERTAIN_DIGITS = 15;

  static {
    for (int i = 0; i < CACHED; i++) {
      SMALL[i] = new JsonNumber(Integer.toString(i));
    }
  }

  private final String text;
  private @Nullable Magnitude magnitude; // immutable: threads may each make it

  private JsonNumber(String text) {
    this.text = text;
  }

  /** The number of this integer. */
  public static JsonNumber of(long value) {
    return value >= 0 && value < CACHED ? SMALL[(int) value] : new JsonNumber(Long.toString(value));
  }

  /**
   * The number of this double, in the shortest digits that tell it from its neighbours.
   *
   * @throws JsonException if it is NaN or infinite
   */
  public static JsonNumber of(double value) {
    if (!Double.isFinite(value)) {
      throw new JsonException(value + " has no JSON form");
    }
    return new JsonNumber(Double.toString(value));
  }

  /**
   * The number of this literal.
   *
   * @throws JsonException if it is not a JSON number
   */
  public static JsonNumber of(String literal) {
    NumberLiteral.require(literal);
    return new JsonNumber(literal);
  }

  /** For a literal that is known to be a JSON number. */
  static JsonNumber trusted(String literal) {
    return new JsonNumber(literal);
  }

  /** The literal. */
  public String text() {
    return text;
  }

  /**
   * The exact value; {@code 1.0} and {@code 1e2} are integers too.
   *
   * @throws JsonException if it is not an integer or is out of range
   */
  public int toInt() {
    long value = toLong();
    if (value != (int) value) {
      throw lossy("an int");
    }
    return (int) value;
  }

  /**
   * The exact value; {@code 1.0} and {@code 1e2} are integers too.
   *
   * @throws JsonException if it is not an integer or is out of range
   */
  public long toLong() {
    long plain = NumberLiteral.plainInteger(text);
    if (plain != NumberLiteral.NOT_PLAIN) {
      return plain;
    }
    if (magnitude().signum() == 0) {
      return 0;
    }
    if (!magnitude().fitsLong()) {
      throw lossy("a long");
    }
    try {
      return new BigDecimal(text).longValueExact();
    } catch (ArithmeticException e) {
      throw lossy("a long");
    }
  }

  /**
   * The double that this number denotes: rounded to as many digits as the literal has, the double
   * is the literal again. So {@code 0.1} and whatever a program writes for a double is converted,
   * and digits that a double cannot hold are refused.
   *
   * @throws JsonException if digits would be lost, or it overflows or underflows
   */
  public double toDouble() {
    double nearest = Double.parseDouble(text);
    double size = Math.abs(nearest);
    if (text.length() <= CERTAIN_DIGITS && size > Double.MIN_NORMAL && size <= Double.MAX_VALUE) {
      return nearest;
    }
    if (size == 0 && magnitude().signum() == 0) {
      return nearest;
    }
    if (size == 0 || size > Double.MAX_VALUE || !survives(nearest)) {
      throw lossy("a double");
    }
    return nearest;
  }

  /** The nearest double; infinite or zero where the number is beyond the range of doubles. */
  public double nearestDouble() {
    return Double.parseDouble(text);
  }

  /**
   * The exact value, with the scale of the literal. Beware of arithmetic on it: {@code 1e999999999}
   * is a small object until it is brought to another scale.
   *
   * @throws JsonException if its exponent is beyond a {@code BigDecimal}
   */
  public BigDecimal toBigDecimal() {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw lossy("a BigDecimal");
    }
  }

  /** Compares the exact values; {@code 1}, {@code 1.0} and {@code 1e0} compare as equal. */
  @Override
  public int compareTo(JsonNumber other) {
    if (text.equals(other.text)) {
      return 0;
    }
    long plain = NumberLiteral.plainInteger(text);
    long otherPlain = NumberLiteral.plainInteger(other.text);
    return plain == NumberLiteral.NOT_PLAIN || otherPlain == NumberLiteral.NOT_PLAIN
        ? magnitude().compareTo(other.magnitude())
        : Long.compare(plain, otherPlain);
  }

  @Override
  public JsonType type() {
    return JsonType.NUMBER;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonNumber number && compareTo(number) == 0;
  }

  @Override
  public int hashCode() {
    return magnitude().hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  private Magnitude magnitude() {
    Magnitude made = magnitude;
    if (made == null) {
      made = Magnitude.of(text);
      magnitude = made;
    }
    return made;
  }

  private boolean survives(double nearest) {
    BigDecimal literal = new BigDecimal(text);
    MathContext digits = new MathContext(literal.precision(), RoundingMode.HALF_EVEN);
    return new BigDecimal(nearest).round(digits).compareTo(literal) == 0;
  }

  private JsonException lossy(String target) {
    return new JsonException(
        "the number " + Excerpt.of(text, 40) + " does not fit " + target + " without loss");
  }
}
