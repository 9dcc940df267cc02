package io.patternsdk.concurrency.internal;

/**
 * When many pieces of work need not go on.
 *
 * @param successes so many are enough
 * @param failures so many make it hopeless
 */
public record Goal(int successes, int failures) {
  private static final int NEVER = Integer.MAX_VALUE;

  public static final Goal EVERY_RESULT = new Goal(NEVER, NEVER);
  public static final Goal NO_FAILURE = new Goal(NEVER, 1);

  public static Goal successes(int enough, int of) {
    return new Goal(enough, of - enough + 1);
  }

  boolean watches() {
    return successes != NEVER || failures != NEVER;
  }
}
