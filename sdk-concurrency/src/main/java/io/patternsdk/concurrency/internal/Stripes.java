package io.patternsdk.concurrency.internal;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Lays out words so that threads do not meet: each thread has a stripe of its own, more or less.
 */
public final class Stripes {
  /** The words of a stripe: two cache lines. */
  public static final int STRIDE = 16;

  private static final int COUNT =
      Integer.highestOneBit(Math.min(8, Runtime.getRuntime().availableProcessors()) * 4 - 1);
  private static final int BITS = Integer.numberOfTrailingZeros(COUNT);

  /** Where the first stripe begins: before it lies the length, which every access reads. */
  public static final int FIRST = STRIDE;

  private Stripes() {}

  /** Makes them, all zero. */
  public static AtomicLongArray make() {
    return new AtomicLongArray(FIRST + COUNT * STRIDE);
  }

  /**
   * Where the stripe of this thread begins. Threads made one after the other have different ones.
   */
  public static int own() {
    int mixed = (int) Thread.currentThread().threadId() * 0x9E3779B9;
    return FIRST + (mixed >>> -BITS) * STRIDE;
  }
}
