package io.patternsdk.core.json;

import java.util.Comparator;

/**
 * The order of strings by code point, which is also the order of their UTF-8 bytes. {@link
 * String#compareTo} differs: it puts characters beyond U+FFFF before U+E000 to U+FFFF.
 */
public enum CodePointOrder implements Comparator<String> {
  /** From the lowest code point up; a prefix comes first. */
  ASCENDING;

  @Override
  public int compare(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Character.isSurrogate(x) == Character.isSurrogate(y)
            ? Character.compare(x, y)
            : acrossPlanes(x);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** One is half of a character beyond U+FFFF, above all that are one {@code char}. */
  private static int acrossPlanes(char x) {
    return Character.isSurrogate(x) ? 1 : -1;
  }
}
