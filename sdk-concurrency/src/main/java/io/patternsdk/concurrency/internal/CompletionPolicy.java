package io.patternsdk.concurrency.internal;

/**
 * When many pieces of work need not go on.
 *
 * @param successes so many are enough
 * @param failures so many make it hopeless
 */
public record CompletionPolicy(int successes, int failures) {
  private static final int NEVER = Integer.MAX_VALUE;

  public static final CompletionPolicy EVERY_RESULT = new CompletionPolicy(NEVER, NEVER);
  public static final CompletionPolicy NO_FAILURE = new CompletionPolicy(NEVER, 1);

  public static CompletionPolicy successes(int enough, int of) {
    return new CompletionPolicy(enough, of - enough + 1);
  }

  boolean watches() {
    return successes != NEVER || failures != NEVER;
  }
}
