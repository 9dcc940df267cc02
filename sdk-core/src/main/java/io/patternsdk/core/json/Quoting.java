package io.patternsdk.core.json;

/** Strings in quotes, with the escapes that must be. */
final class Quoting {
  private Quoting() {}

  static void append(String text, StringBuilder out) {
    out.append('"');
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        out.append(text, plain, i);
        escape(c, out);
        plain = i + 1;
      }
    }
    out.append(text, plain, text.length()).append('"');
  }

  /** The length in UTF-8 of what {@link #append} appends for a text of paired surrogates. */
  static long bytes(String text) {
    long bytes = 2L + text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes += extra(c);
      } else {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }

  private static int extra(char ascii) {
    return switch (ascii) {
      case '"', '\\', '\b', '\f', '\n', '\r', '\t' -> 1;
      default -> ascii < ' ' ? 5 : 0;
    };
  }

  private static void escape(char c, StringBuilder out) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> out.append("\\u00").append(c < 0x10 ? '0' : '1').append(digit(c & 0xF));
    }
  }

  private static char digit(int value) {
    return Character.forDigit(value, 16);
  }
}
