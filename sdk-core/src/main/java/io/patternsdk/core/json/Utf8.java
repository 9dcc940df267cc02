package io.patternsdk.core.json;

/** What is well-formed UTF-8 (RFC 3629), and which Java strings have such a form. */
final class Utf8 {
  private Utf8() {}

  /**
   * The length of the sequence of two to four bytes that starts at {@code at}; 0 if it is
   * malformed: overlong, a surrogate, above U+10FFFF, cut off, or not the start of a sequence.
   */
  static int sequence(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xFF;
    if (first < 0xC2 || first > 0xF4 || at + 1 >= end) {
      return 0;
    }
    int second = bytes[at + 1] & 0xFF;
    if (first < 0xE0) {
      return follows(second) ? 2 : 0;
    }
    if (first < 0xF0) {
      int low = first == 0xE0 ? 0xA0 : 0x80;
      int high = first == 0xED ? 0x9F : 0xBF;
      return second >= low && second <= high && follows(bytes, at + 2, end) ? 3 : 0;
    }
    int low = first == 0xF0 ? 0x90 : 0x80;
    int high = first == 0xF4 ? 0x8F : 0xBF;
    return second >= low
            && second <= high
            && follows(bytes, at + 2, end)
            && follows(bytes, at + 3, end)
        ? 4
        : 0;
  }

  /** The index of the first unpaired surrogate, or -1. */
  static int unpaired(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  static void requirePaired(String text) {
    int at = unpaired(text);
    if (at >= 0) {
      throw new JsonException(unpairedAt(text, at));
    }
  }

  static String unpairedAt(String text, int at) {
    return "unpaired surrogate U+%04X at index %d of the string; only a pair makes a character"
        .formatted((int) text.charAt(at), at);
  }

  private static boolean follows(byte[] bytes, int at, int end) {
    return at < end && follows(bytes[at] & 0xFF);
  }

  private static boolean follows(int b) {
    return (b & 0xC0) == 0x80;
  }
}
