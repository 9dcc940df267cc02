package io.patternsdk.core.filter;

/**
 * Whether a text occurs in another. {@link String#contains} is fast and, for a part that nearly
 * occurs everywhere, takes the product of both lengths; beyond a bound of that product the
 * algorithm of Knuth, Morris and Pratt takes their sum.
 */
final class Substring {
  private static final long SMALL = 1 << 20;

  private Substring() {}

  static boolean occurs(String part, String whole) {
    return (long) part.length() * whole.length() <= SMALL
        ? whole.contains(part)
        : occursLinear(part, whole);
  }

  /** For a part that is not empty. */
  static boolean occursLinear(String part, String whole) {
    int[] borders = borders(part);
    int matched = 0;
    for (int i = 0; i < whole.length(); i++) {
      while (matched > 0 && part.charAt(matched) != whole.charAt(i)) {
        matched = borders[matched - 1];
      }
      if (part.charAt(matched) == whole.charAt(i)) {
        matched++;
      }
      if (matched == part.length()) {
        return true;
      }
    }
    return false;
  }

  /** For each prefix, the length of its longest proper prefix that is also its suffix. */
  private static int[] borders(String part) {
    int[] borders = new int[part.length()];
    int length = 0;
    for (int i = 1; i < part.length(); i++) {
      while (length > 0 && part.charAt(length) != part.charAt(i)) {
        length = borders[length - 1];
      }
      if (part.charAt(length) == part.charAt(i)) {
        length++;
      }
      borders[i] = length;
    }
    return borders;
  }
}
