package io.patternsdk.concurrency.internal;

import java.util.concurrent.atomic.AtomicLongArray;

/** Lays out words so that threads do not meet: each thread has a row of its own, more or less. */
public final class Rows {
  /** The words of a row: two cache lines. */
  public static final int LENGTH = 16;

  private static final int COUNT =
      Integer.highestOneBit(Math.min(8, Runtime.getRuntime().availableProcessors()) * 4 - 1);
  private static final int BITS = Integer.numberOfTrailingZeros(COUNT);

  /** Where the first row begins: before it lies the length, which every access reads. */
  public static final int FIRST = LENGTH;

  private Rows() {}

  /** Makes them, all zero. */
  public static AtomicLongArray make() {
    return new AtomicLongArray(FIRST + COUNT * LENGTH);
  }

  /** Where the row of this thread begins. Threads made one after the other have different ones. */
  public static int own() {
    int mixed = (int) Thread.currentThread().threadId() * 0x9E3779B9;
    return FIRST + (mixed >>> -BITS) * LENGTH;
  }
}
