package io.patternsdk.core.config;

/** Text on one line, whoever wrote it: it can neither end the line nor steer a terminal. */
public final class OneLine {
  private OneLine() {}

  /** The text with control characters, line separators and marks of direction as JSON escapes. */
  public static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.chars()
        .forEach(
            c -> {
              if (breaksOut((char) c)) {
                line.append(String.format("\\u%04x", c));
              } else {
                line.append((char) c);
              }
            });
    return line.toString();
  }

  private static boolean breaksOut(char c) {
    boolean separator = c == 0x2028 || c == 0x2029;
    boolean direction = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    return Character.isISOControl(c) || separator || direction;
  }
}
