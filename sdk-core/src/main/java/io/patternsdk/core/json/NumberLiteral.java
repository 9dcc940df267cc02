package io.patternsdk.core.json;

/** The grammar of numbers: {@code -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?}. */
final class NumberLiteral {
  /** Answer of {@link #plainInteger} for anything else. */
  static final long NOT_PLAIN = Long.MIN_VALUE;

  private static final int SAFE_DIGITS = 18;

  private NumberLiteral() {}

  /** Reads the number that starts at the position of the input, and moves behind it. */
  static JsonNumber read(Input in, JsonLimits limits) {
    int start = in.position;
    scan(in);
    int length = in.position - start;
    if (length > limits.numberLength()) {
      throw in.error(tooLong(length, limits), start);
    }
    int small = length > 3 ? -1 : small(in, start);
    return small >= 0 ? JsonNumber.of(small) : JsonNumber.trusted(in.latin1(start, in.position));
  }

  static String tooLong(int length, JsonLimits limits) {
    return "a number of " + length + " characters; the limit is " + limits.numberLength();
  }

  static void require(String literal) {
    Input in = Input.of(literal);
    scan(in);
    if (in.position < in.end) {
      throw in.error("expected a number, found " + Found.at(in), in.position);
    }
  }

  /** The value of a literal of digits and sign alone that no overflow threatens. */
  static long plainInteger(String text) {
    int length = text.length();
    if (length > SAFE_DIGITS) {
      return NOT_PLAIN;
    }
    boolean negative = text.charAt(0) == '-';
    long value = 0;
    for (int i = negative ? 1 : 0; i < length; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return NOT_PLAIN;
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  private static void scan(Input in) {
    if (in.peek() == '-') {
      in.position++;
    }
    if (in.peek() == '0') {
      in.position++;
      if (isDigit(in.peek())) {
        throw in.error("a number has no leading zero", in.position - 1);
      }
    } else {
      digits(in);
    }
    if (in.peek() == '.') {
      in.position++;
      digits(in);
    }
    if ((in.peek() | 0x20) == 'e') {
      in.position++;
      if (in.peek() == '+' || in.peek() == '-') {
        in.position++;
      }
      digits(in);
    }
  }

  private static void digits(Input in) {
    if (!isDigit(in.peek())) {
      throw in.error("expected a digit of a number, found " + Found.at(in), in.position);
    }
    do {
      in.position++;
    } while (isDigit(in.peek()));
  }

  /** The value of one to three digits, which need no text of their own; -1 for anything else. */
  private static int small(Input in, int start) {
    int value = 0;
    for (int i = start; i < in.position; i++) {
      int b = in.bytes[i];
      if (!isDigit(b)) {
        return -1;
      }
      value = value * 10 + b - '0';
    }
    return value;
  }

  private static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }
}
