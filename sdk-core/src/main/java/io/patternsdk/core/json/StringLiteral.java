package io.patternsdk.core.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads strings. One without escapes and beyond ASCII is copied at once. */
final class StringLiteral {
  private static final String ESCAPES = "the escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000";

  private StringLiteral() {}

  /** Reads the string whose opening quote is at the position, and moves behind its closing one. */
  static String read(Input in) {
    byte[] bytes = in.bytes;
    int start = in.position + 1;
    for (int at = start; at < in.end; at++) {
      int b = bytes[at];
      if (b == '"') {
        in.position = at + 1;
        return at == start ? "" : in.latin1(start, at);
      }
      if (b < ' ' || b == '\\') {
        return readRuns(in, start, at);
      }
    }
    throw unclosed(in);
  }

  /** Reads on from a byte that is not plain ASCII; runs between escapes are decoded at once. */
  private static String readRuns(Input in, int start, int from) {
    byte[] bytes = in.bytes;
    @Nullable StringBuilder decoded = null;
    int run = start;
    int at = from;
    while (at < in.end) {
      int b = bytes[at];
      if (b == '"') {
        in.position = at + 1;
        String tail = run(in, run, at);
        return decoded == null ? tail : decoded.append(tail).toString();
      }
      if (b == '\\') {
        decoded = decoded == null ? new StringBuilder() : decoded;
        decoded.append(run(in, run, at));
        at = escape(in, at, decoded);
        run = at;
      } else {
        at += b >= ' ' ? 1 : sequence(in, at);
      }
    }
    throw unclosed(in);
  }

  private static String run(Input in, int from, int to) {
    return new String(in.bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static int sequence(Input in, int at) {
    int length = Utf8.sequence(in.bytes, at, in.end);
    if (length == 0) {
      in.position = at;
      String cure = in.peek() < ' ' ? "; write it as an escape" : "";
      throw in.error("a string holds " + Found.at(in) + cure, at);
    }
    return length;
  }

  /** Appends what the escape at this place stands for, and gives the place behind it. */
  private static int escape(Input in, int at, StringBuilder decoded) {
    int letter = at + 1 < in.end ? in.bytes[at + 1] : -1;
    switch (letter) {
      case '"', '\\', '/' -> decoded.append((char) letter);
      case 'b' -> decoded.append('\b');
      case 'f' -> decoded.append('\f');
      case 'n' -> decoded.append('\n');
      case 'r' -> decoded.append('\r');
      case 't' -> decoded.append('\t');
      case 'u' -> {
        return unicode(in, at, decoded);
      }
      default -> throw in.error("a backslash begins no escape; " + ESCAPES, at);
    }
    return at + 2;
  }

  private static int unicode(Input in, int at, StringBuilder decoded) {
    char unit = hex(in, at);
    decoded.append(unit);
    if (!Character.isSurrogate(unit)) {
      return at + 6;
    }
    boolean escaped = at + 7 < in.end && in.bytes[at + 6] == '\\' && in.bytes[at + 7] == 'u';
    char low = Character.isHighSurrogate(unit) && escaped ? hex(in, at + 6) : 0;
    if (!Character.isLowSurrogate(low)) {
      throw in.error(
          "the escape %s is half of a character; the other half is missing"
              .formatted(in.latin1(at, at + 6)),
          at);
    }
    decoded.append(low);
    return at + 12;
  }

  private static char hex(Input in, int at) {
    int value = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = i < in.end ? Character.digit(in.bytes[i], 16) : -1;
      if (digit < 0) {
        throw in.error("\\u takes four hexadecimal digits", at);
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  private static JsonException unclosed(Input in) {
    return in.error("a string begins here and is never closed by '\"'", in.position);
  }
}
