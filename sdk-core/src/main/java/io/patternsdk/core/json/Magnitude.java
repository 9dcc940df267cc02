package io.patternsdk.core.json;

import java.math.BigInteger;

/**
 * A number literal taken apart without building the number: the sign, the power of ten of the first
 * digit that counts, and where the digits are. No exponent, however large, costs more than its
 * text.
 */
final class Magnitude {
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
    int end = mantissaEnd(text);
    int first = -1;
    int point = end;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c == '.') {
        point = i;
      } else if (first < 0 && c >= '1') {
        first = i;
      }
    }
    if (first < 0) {
      return new Magnitude(text, first, end, BigInteger.ZERO);
    }
    int place = first < point ? point - first - 1 : point - first;
    return new Magnitude(text, first, end, written(text, end).add(BigInteger.valueOf(place)));
  }

  /** The numeric order of two literals. */
  static int compare(String a, String b) {
    long plainA = NumberLiteral.plainInteger(a);
    long plainB = NumberLiteral.plainInteger(b);
    if (plainA != NumberLiteral.NOT_PLAIN && plainB != NumberLiteral.NOT_PLAIN) {
      return Long.compare(plainA, plainB);
    }
    Magnitude left = of(a);
    Magnitude right = of(b);
    int sign = left.signum();
    return sign != right.signum()
        ? Integer.compare(sign, right.signum())
        : sign * left.compareSize(right);
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

  /** A hash of the value: equal numbers have equal ones, however they are written. */
  int hash() {
    if (first < 0) {
      return 0;
    }
    int digits = 0;
    int zeros = 0;
    for (int i = first; i < end; i++) {
      char c = text.charAt(i);
      if (c == '0') {
        zeros++;
      } else if (c != '.') {
        for (; zeros > 0; zeros--) {
          digits *= 31;
        }
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
    while (i < end || j < other.end) {
      char a = i < end ? text.charAt(i) : '0';
      char b = j < other.end ? other.text.charAt(j) : '0';
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
    return 0;
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
