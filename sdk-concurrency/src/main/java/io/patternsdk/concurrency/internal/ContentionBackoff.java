package io.patternsdk.concurrency.internal;

import java.util.function.IntSupplier;

/**
 * Keeps threads out of each other's way where work is trivial: what one core has just written costs
 * another 20 to 200 ns to read or to write, more than a trivial piece of work takes.
 */
public final class ContentionBackoff {
  private static final long PAUSE_NANOS = 2_000;
  private static final long TRIVIAL_NANOS = 50;
  private static final int LOOKS_BETWEEN_YIELDS = 8;

  private ContentionBackoff() {}

  /**
   * Returns once the others have claimed all there is or their pieces are not so trivial, or no
   * longer, that one more thread would only be in their way: after some 2 µs in which they claim
   * little. Lets other virtual threads run now and then.
   *
   * @param claimed counts the pieces that have been claimed
   * @param all how many there are
   */
  @SuppressWarnings("ThreadPriorityCheck") // it is kind to others, and nothing relies on it
  static void backOff(IntSupplier claimed, int all) {
    for (int looks = 1; claimed.getAsInt() < all && trivial(claimed); looks++) {
      if (looks % LOOKS_BETWEEN_YIELDS == 0) {
        Thread.yield();
      }
    }
  }

  private static boolean trivial(IntSupplier claimed) {
    long before = claimed.getAsInt();
    long begun = System.nanoTime();
    long watched = pause(begun) - begun;
    return (claimed.getAsInt() - before) * TRIVIAL_NANOS > watched;
  }

  /** Waits until 2 µs after a reading of the system's nanosecond clock; returns one of now. */
  public static long pause(long since) {
    long now = System.nanoTime();
    while (now - since < PAUSE_NANOS) {
      Thread.onSpinWait();
      now = System.nanoTime();
    }
    return now;
  }
}
