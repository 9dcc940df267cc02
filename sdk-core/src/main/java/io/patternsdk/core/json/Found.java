package io.patternsdk.core.json;

import java.nio.charset.StandardCharsets;

/** Says in a message what stands at the position of the input, with the cure for usual mistakes. */
final class Found {
  private static final int LONGEST_WORD = 20;

  private Found() {}

  static String at(Input in) {
    int b = in.peek();
    return switch (b) {
      case -1 -> "the end of the text";
      case '\'' -> "a single quote; strings and names take double quotes";
      case '/' -> "'/'; JSON has no comments";
      case '+' -> "'+'; a number has no plus sign in front";
      case '.' -> "'.'; a number has a digit before the point";
      case 0xEF -> isByteOrderMark(in) ? "a byte order mark; leave it out" : character(in);
      default -> isLetter(b) ? word(in) : character(in);
    };
  }

  private static boolean isByteOrderMark(Input in) {
    int at = in.position;
    return at + 2 < in.end && in.bytes[at + 1] == (byte) 0xBB && in.bytes[at + 2] == (byte) 0xBF;
  }

  private static String word(Input in) {
    int to = in.position;
    while (to < in.end && to - in.position < LONGEST_WORD && isLetter(in.bytes[to])) {
      to++;
    }
    String word = in.latin1(in.position, to);
    String cure =
        switch (word) {
          case "NaN", "Infinity" -> "; JSON has no such number";
          case "True", "TRUE", "False", "FALSE", "None", "Null", "NULL" ->
              "; the literals are true, false and null";
          default -> "";
        };
    return word + cure;
  }

  private static String character(Input in) {
    int b = in.peek();
    if (b < ' ' || b == 0x7F) {
      return "the control character U+%04X".formatted(b);
    }
    if (b < 0x80) {
      return "'" + (char) b + "'";
    }
    int length = Utf8.sequence(in.bytes, in.position, in.end);
    return length == 0
        ? "the byte 0x%02X, which is not UTF-8".formatted(b)
        : "'" + new String(in.bytes, in.position, length, StandardCharsets.UTF_8) + "'";
  }

  private static boolean isLetter(int b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }
}
