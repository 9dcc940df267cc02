package io.patternsdk.security.audit;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the chain: the number of a line, and what that line and all before it hash to.
 *
 * @param line from 1; 0 before the first
 * @param hash in hexadecimal, 64 digits
 */
record Link(long line, String hash) {
  static final int DIGITS = 64;

  /** What the first line follows. */
  static final Link NONE = new Link(0, "0".repeat(DIGITS));

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{" + DIGITS + "}");
  private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,18}):(" + HASH + ")");

  /** Whether a text may be a hash. */
  static boolean isHash(String text) {
    return HASH.matcher(text).matches();
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static Link parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new IllegalArgumentException(
          text + " is no line; expected its number, a colon and its hash of 64 digits");
    }
    return new Link(Long.parseLong(written.group(1)), written.group(2));
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(hash);
  }

  /** As it is written in logs and asked for: {@code 17:ab…}. */
  @Override
  public String toString() {
    return line + ":" + hash;
  }
}
