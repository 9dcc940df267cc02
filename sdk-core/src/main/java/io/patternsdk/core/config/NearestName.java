package io.patternsdk.core.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the name that somebody probably meant: for settings, drivers, capabilities and slots.
 * Letter case and the difference between {@code _}, {@code -} and {@code .} count for nothing, two
 * letters that changed places count as one error.
 */
public final class NearestName {

  private static final int LONGEST = 200;

  private NearestName() {}

  /**
   * The known name nearest to a wrong one, or empty when none is near: at most one error for each
   * three letters, else a name that contains the wrong one as a whole or the other way round. Of
   * equally near names the first in alphabetical order.
   */
  public static Optional<String> of(String wrong, Collection<String> known) {
    String plain = plain(wrong);
    if (plain.isEmpty() || plain.length() > LONGEST) {
      return Optional.empty();
    }
    int limit = Math.max(1, plain.length() / 3);
    return known.stream()
        .filter(name -> distance(plain, plain(name)) <= limit)
        .min(
            Comparator.comparingInt((String name) -> distance(plain, plain(name)))
                .thenComparing(Comparator.naturalOrder()))
        .or(() -> known.stream().filter(name -> contains(plain, plain(name))).sorted().findFirst());
  }

  /**
   * Words for the end of a message: {@code did you mean x?}, or the known names where none is near,
   * or {@code there are none} where none is known.
   */
  public static String hint(String wrong, Collection<String> known) {
    return of(wrong, known)
        .map(name -> "did you mean " + name + "?")
        .orElseGet(() -> known.isEmpty() ? "there are none" : "known: " + list(known));
  }

  private static String list(Collection<String> names) {
    return String.join(", ", names.stream().sorted().distinct().toList());
  }

  private static boolean contains(String wrong, String name) {
    return Math.min(wrong.length(), name.length()) > 2
        && (name.contains(wrong) || wrong.contains(name));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(".", "");
  }

  /** The optimal string alignment distance: insertions, deletions, replacements, swaps. */
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > LONGEST) {
      return Integer.MAX_VALUE;
    }
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (swapped(a, b, i, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }

  private static boolean swapped(String a, String b, int i, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
