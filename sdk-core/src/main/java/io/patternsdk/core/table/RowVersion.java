package io.patternsdk.core.table;

/**
 * How new a row is: of two versions of one row the greater is the newer one. Whoever applies
 * changes gives them, such as the position of each change in its source.
 *
 * @param major compared first; from 0
 * @param minor compared where those are equal; from 0
 */
public record RowVersion(long major, long minor) implements Comparable<RowVersion> {

  /** Checks that neither is negative. */
  public RowVersion {
    if (major < 0 || minor < 0) {
      throw new IllegalArgumentException("version " + major + "." + minor + " is negative");
    }
  }

  @Override
  public int compareTo(RowVersion other) {
    int byMajor = Long.compare(major, other.major);
    return byMajor != 0 ? byMajor : Long.compare(minor, other.minor);
  }

  /** Returns both with a point between them. */
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
