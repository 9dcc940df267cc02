package io.patternsdk.session.regions;

import java.util.concurrent.ThreadLocalRandom;

/** Names of those who write: the region and something that no other process of it has. */
final class Origins {
  /** The most letters of a region's name, so that the name of a writer fits into a stamp. */
  static final int LONGEST_REGION = 19;

  private static final char BEFORE_PROCESS = '_';
  private static final int PROCESS = 12;

  private Origins() {}

  static String of(String region) {
    StringBuilder name = new StringBuilder(region).append(BEFORE_PROCESS);
    for (int i = 0; i < PROCESS; i++) {
      int digit = ThreadLocalRandom.current().nextInt(Character.MAX_RADIX);
      name.append(Character.forDigit(digit, Character.MAX_RADIX));
    }
    return name.toString();
  }

  /** Returns the region of a writer. */
  static String region(String writer) {
    int end = writer.lastIndexOf(BEFORE_PROCESS);
    return end < 0 ? writer : writer.substring(0, end);
  }
}
