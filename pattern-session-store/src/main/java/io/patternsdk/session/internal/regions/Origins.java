package io.patternsdk.session.internal.regions;

import io.patternsdk.core.merge.Stamp;
import java.util.concurrent.ThreadLocalRandom;

/** Names of those who write: the region and something that no other process of it has. */
public final class Origins {
  /** The most letters of a region's name, so that the name of a writer fits into a stamp. */
  static final int LONGEST_REGION = 19;

  private static final char BEFORE_PROCESS = '_';
  private static final int PROCESS = 12;
  private static final int LONGEST_NODE = 32;

  /** What stands behind {@link #BEFORE_PROCESS}, in the order of stamps. */
  private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

  private Origins() {}

  static String of(String region) {
    StringBuilder name = new StringBuilder(region).append(BEFORE_PROCESS);
    for (int i = 0; i < PROCESS; i++) {
      int digit = ThreadLocalRandom.current().nextInt(Character.MAX_RADIX);
      name.append(Character.forDigit(digit, Character.MAX_RADIX));
    }
    return name.toString();
  }

  /**
   * Returns the least stamp above another, of nobody who writes, in the same region: what is
   * written with it replaces that one write, and loses against all that win over that.
   */
  public static Stamp above(Stamp stamp) {
    String node = stamp.node();
    if (node.length() < LONGEST_NODE) {
      return new Stamp(stamp.time(), node + LETTERS.charAt(0));
    }
    int last = node.length() - 1;
    while (last > 0 && node.charAt(last) == LETTERS.charAt(LETTERS.length() - 1)) {
      last--;
    }
    char next = LETTERS.charAt(LETTERS.indexOf(node.charAt(last)) + 1);
    return new Stamp(stamp.time(), node.substring(0, last) + next);
  }

  /** Returns the region of a writer. */
  public static String region(String writer) {
    int end = writer.lastIndexOf(BEFORE_PROCESS);
    return end < 0 ? writer : writer.substring(0, end);
  }
}
