package io.patternsdk.session.regions;

/**
 * How far the repair of a region is.
 *
 * @param ranges how many ranges of keys there are
 * @param done how many of them are equal now
 * @param read how many records were read of both regions
 * @param repaired how many of them differed
 * @param dropped how many the region alone held, which were ended because it was away for longer
 *     than ends are remembered
 */
public record RepairProgress(int ranges, int done, long read, long repaired, long dropped) {
  /** That of who has not begun. */
  public static final RepairProgress NONE = new RepairProgress(0, 0, 0, 0, 0);

  /** Tells whether it has come to its end. */
  public boolean finished() {
    return done == ranges;
  }
}
