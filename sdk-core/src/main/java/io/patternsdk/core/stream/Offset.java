package io.patternsdk.core.stream;

/**
 * The place of a record in its partition. Offsets of one partition grow in the order in which its
 * records are read, with gaps or without; those of different partitions have nothing to do with
 * each other. It may be stored as text and used later, by any process.
 *
 * @param partition the partition, from 0
 * @param position the place in it, from 0
 */
public record Offset(int partition, long position) {

  /** Checks that neither is negative. */
  public Offset {
    if (partition < 0 || position < 0) {
      throw new IllegalArgumentException(
          "partition " + partition + ", position " + position + ": both must be 0 or more");
    }
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static Offset parse(String text) {
    int colon = text.indexOf(':');
    try {
      return new Offset(
          Integer.parseInt(text.substring(0, Math.max(colon, 0))),
          Long.parseLong(text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no offset, such as 3:1742 for position 1742 of partition 3", e);
    }
  }

  /** Tells whether it comes after another one of the same partition. */
  public boolean after(Offset other) {
    if (partition != other.partition) {
      throw new IllegalArgumentException(this + " and " + other + " are of different partitions");
    }
    return position > other.position;
  }

  /** Returns partition and position with a colon between them, such as {@code 3:1742}. */
  @Override
  public String toString() {
    return partition + ":" + position;
  }
}
