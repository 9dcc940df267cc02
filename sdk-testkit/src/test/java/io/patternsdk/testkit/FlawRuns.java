package io.patternsdk.testkit;

/**
 * How often a planted flaw has to fail its case, each time: {@code patternsdk.flaws}, once unless
 * {@code script/prove} asks for more.
 */
public final class FlawRuns {
  private static final int COUNT = Math.max(1, Integer.getInteger("patternsdk.flaws", 1));

  private FlawRuns() {}

  /** Makes all runs; the first that misses the flaw says which it was and ends them. */
  public static void each(Runnable run) {
    for (int number = 1; number <= COUNT; number++) {
      try {
        run.run();
      } catch (AssertionError missed) {
        throw new AssertionError("run " + number + " of " + COUNT + ": " + missed, missed);
      }
    }
  }
}
