package io.patternsdk.core.merge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When and where a field was written, by a hybrid logical clock: of two writes the one with the
 * greater stamp holds. Stamps of one node differ; those of different nodes are told apart by the
 * node.
 *
 * @param time 48 bits of milliseconds and 16 of a counter, not negative
 * @param node who wrote: 1 to 32 of a-z, A-Z, 0-9, - and _
 */
public record Stamp(long time, String node) implements Comparable<Stamp> {
  /** How many bits count writes of the same millisecond. */
  static final int COUNTER_BITS = 16;

  private static final Pattern TEXT = Pattern.compile("([0-7][0-9a-f]{15})([a-zA-Z0-9_-]{1,32})");

  /** Checks the node. */
  public Stamp {
    if (time < 0 || !node.matches("[a-zA-Z0-9_-]{1,32}")) {
      throw new IllegalArgumentException(
          "a stamp of "
              + time
              + " by \""
              + node
              + "\": nodes are 1 to 32 of a-z, A-Z, 0-9, - and _");
    }
  }

  /** Returns its milliseconds, of the clock that was ahead when it was made. */
  public long millis() {
    return time >>> COUNTER_BITS;
  }

  /** Returns a text that compares, byte by byte, as the stamp does: 16 hexadecimal digits, node. */
  public String text() {
    String digits = Long.toHexString(time);
    return "0".repeat(16 - digits.length()) + digits + node;
  }

  /**
   * Returns the stamp of a text.
   *
   * @throws IllegalArgumentException if no stamp has this text
   */
  public static Stamp parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no stamp has the text \"" + text + '"');
    }
    return new Stamp(Long.parseLong(matcher.group(1), 16), matcher.group(2));
  }

  @Override
  public int compareTo(Stamp other) {
    int byTime = Long.compare(time, other.time);
    return byTime != 0 ? byTime : node.compareTo(other.node);
  }

  @Override
  public String toString() {
    return text();
  }
}
