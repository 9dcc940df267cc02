package io.patternsdk.core.json;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A number literal taken apart without building the number: the sign, the power of ten of the first
 * digit that counts, and where the digits are, up to the last that is not 0. No exponent, however
 * large, costs more than its text. Immutable.
 */
final class Magnitude implements Comparable<Magnitude> {
  private static final int SAFE_DIGITS = 18;
  private static final BigInteger LONG_DIGITS = BigInteger.valueOf(18);

  private final String text;
  private final int first;
  private final int end;
  private final BigInteger exponent;

  private Magnitude(String text, int first, int end, BigInteger exponent) {
    this.text = text;
    this.first = first;
    this.end = end;
    this.exponent = exponent;
  }

  static Magnitude of(String text) {
    int mantissa = mantissaEnd(text);
    int first = -1;
    int end = 0;
    int point = mantissa;
    for (int i = 0; i < mantissa; i++) {
      char c = text.charAt(i);
      if (c == '.') {
        point = i;
      } else if (c >= '1') {
        first = first < 0 ? i : first;
        end = i + 1;
      }
    }
    if (first < 0) {
      return new Magnitude(text, first, end, BigInteger.ZERO);
    }
    int place = first < point ? point - first - 1 : point - first;
    BigInteger exponent = written(text, mantissa).add(BigInteger.valueOf(place));
    return new Magnitude(text, first, end, exponent);
  }

  /** The numeric order. */
  @Override
  public int compareTo(Magnitude other) {
    int sign = signum();
    return sign != other.signum()
        ? Integer.compare(sign, other.signum())
        : sign * compareSize(other);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Magnitude magnitude && compareTo(magnitude) == 0;
  }

  /** -1, 0 or 1; negative zero is zero. */
  int signum() {
    if (first < 0) {
      return 0;
    }
    return text.charAt(0) == '-' ? -1 : 1;
  }

  /** Whether it has at most 19 digits before the point, and is at least 1; regardless of sign. */
  boolean fitsLong() {
    return exponent.signum() >= 0 && exponent.compareTo(LONG_DIGITS) <= 0;
  }

  /** Equal numbers have equal ones, however they are written. */
  @Override
  public int hashCode() {
    int digits = 0;
    for (int i = Math.max(0, first); i < end; i++) {
      char c = text.charAt(i);
      if (c != '.') {
        digits = 31 * digits + c - '0';
      }
    }
    return signum() * (31 * digits + exponent.hashCode());
  }

  /** The order regardless of sign; neither is zero, or both are. */
  private int compareSize(Magnitude other) {
    int order = exponent.compareTo(other.exponent);
    if (order != 0 || first < 0) {
      return order;
    }
    int i = first;
    int j = other.first;
    while (i < end && j < other.end) {
      char a = text.charAt(i);
      char b = other.text.charAt(j);
      if (a == '.') {
        i++;
      } else if (b == '.') {
        j++;
      } else if (a != b) {
        return Integer.compare(a, b);
      } else {
        i++;
        j++;
      }
    }
    return Boolean.compare(i < end, j < other.end); // whoever has more digits, of which none is 0
  }

  private static int mantissaEnd(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ((text.charAt(i) | 0x20) == 'e') {
        return i;
      }
    }
    return text.length();
  }

  private static BigInteger written(String text, int end) {
    if (end == text.length()) {
      return BigInteger.ZERO;
    }
    int start = text.charAt(end + 1) == '+' ? end + 2 : end + 1;
    return text.length() - start <= SAFE_DIGITS
        ? BigInteger.valueOf(Long.parseLong(text, start, text.length(), 10))
        : new BigInteger(text.substring(start));
  }
}
