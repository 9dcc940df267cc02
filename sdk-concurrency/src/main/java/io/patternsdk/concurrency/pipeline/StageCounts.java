package io.patternsdk.concurrency.pipeline;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts of a stage on one thread, which alone adds to them; any thread may read them. */
final class StageCounts {
  static final int IN = 0;
  static final int SETTLED = 1;
  static final int OUT = 2;
  static final int FAILED = 3;
  static final int SKIPPED = 4;
  static final int DEAD_LETTERED = 5;

  // So far from both ends that they lie on a cache line of their own.
  private static final int FIRST = 8;
  private final AtomicLongArray numbers = new AtomicLongArray(FIRST * 3);

  void add(int what) {
    add(what, 1);
  }

  void add(int what, int more) {
    numbers.setOpaque(FIRST + what, numbers.getPlain(FIRST + what) + more);
  }

  long of(int what) {
    return numbers.getAcquire(FIRST + what);
  }
}
