package io.patternsdk.driver.postgres.tables;

import java.util.HashSet;
import java.util.Set;

/**
 * Which transactions a snapshot of the server has, as {@code pg_current_snapshot()} says it.
 *
 * @param least all before it had ended
 * @param next none from it on had ended
 * @param running those between that had not
 */
record ReadSnapshot(long least, long next, Set<Long> running) {
  private static final long SHORT = 1L << 32;

  /** Reads the text of one, such as {@code 10:20:10,14}. */
  static ReadSnapshot parse(String text) {
    String[] parts = text.split(":", -1);
    Set<Long> running = new HashSet<>();
    for (String one : parts[2].split(",")) {
      if (!one.isEmpty()) {
        running.add(Long.valueOf(one));
      }
    }
    return new ReadSnapshot(Long.parseLong(parts[0]), Long.parseLong(parts[1]), running);
  }

  /**
   * Tells whether it has a transaction, of which the server's log says the lower half of the
   * number: the log is never half of all such numbers behind.
   */
  boolean has(String transaction) {
    long number = widened(Long.parseLong(transaction));
    return number < least || (number < next && !running.contains(number));
  }

  private long widened(long half) {
    long number = next - next % SHORT + half;
    if (number - next > SHORT / 2) {
      return number - SHORT;
    }
    return next - number > SHORT / 2 ? number + SHORT : number;
  }
}
