package io.patternsdk.core.driver;

import java.util.Arrays;

/** The version of this core, and whether it lies in a range such as {@code [0.1,0.2)}. */
public final class CoreVersion {
  private CoreVersion() {}

  /** Returns the version of this core. */
  public static String current() {
    return DriverRelease.read(CoreVersion.class, "sdk-core").version();
  }

  /**
   * Tells whether {@code version} lies in {@code range}: {@code [} and {@code ]} include an end,
   * {@code (} and {@code )} do not, and an end that is missing is open. A snapshot counts as its
   * release.
   *
   * @throws IllegalArgumentException if the range has not this form
   */
  public static boolean in(String version, String range) {
    String[] ends = range.length() < 3 ? new String[0] : inner(range).split(",", -1);
    boolean form = ends.length == 2 && "[(".indexOf(range.charAt(0)) >= 0;
    if (!form || "])".indexOf(range.charAt(range.length() - 1)) < 0) {
      throw new IllegalArgumentException(
          "core range \"" + range + "\" is not of the form [0.1,0.2)");
    }
    boolean above = ends[0].isBlank() || above(version, ends[0], range.charAt(0) == '[');
    boolean below = ends[1].isBlank() || above(ends[1], version, range.endsWith("]"));
    return above && below;
  }

  private static String inner(String range) {
    return range.substring(1, range.length() - 1);
  }

  private static boolean above(String version, String least, boolean inclusive) {
    int order = Arrays.compare(parts(version), parts(least));
    return inclusive ? order >= 0 : order > 0;
  }

  private static int[] parts(String version) {
    String[] texts = version.strip().split("-", 2)[0].split("\\.", -1);
    int[] parts = new int[3];
    for (int i = 0; i < Math.min(3, texts.length); i++) {
      parts[i] = Integer.parseInt(texts[i]);
    }
    return parts;
  }
}
