package io.patternsdk.concurrency;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts successes by part of a time window without a lock: each thread adds to one of a few rows.
 * A word holds the number of its part, 32 bits of it, and the count. A part lasts a tenth of a
 * second or more, so a word would have to lie idle for six years to be mistaken for a newer one.
 */
final class SuccessStripes {
  private static final int ROW = 16; // two cache lines, of which the parts fill most
  private static final int ROWS =
      Integer.highestOneBit(Math.min(8, Runtime.getRuntime().availableProcessors()) * 4 - 1);
  private static final int ROW_BITS = Integer.numberOfTrailingZeros(ROWS);
  private static final int PART_BITS = 32;

  private final AtomicLongArray words = new AtomicLongArray(ROWS * ROW);

  /** Adds a success of a part; does nothing if the part has left the window. */
  void add(long part) {
    int index = row() + slot(part);
    while (true) {
      long word = words.get(index);
      int age = (int) (word >>> PART_BITS) - (int) part;
      if (age > 0) {
        return;
      }
      long changed = age == 0 ? word + 1 : part << PART_BITS | 1;
      if (words.weakCompareAndSetVolatile(index, word, changed)) {
        return;
      }
    }
  }

  /** Counts the successes of a part and those before it that still are in the window. */
  int count(long newest) {
    int sum = 0;
    for (int row = 0; row < ROWS * ROW; row += ROW) {
      for (int slot = 0; slot < TimeWindow.PARTS; slot++) {
        long word = words.get(row + slot);
        int age = (int) newest - (int) (word >>> PART_BITS);
        sum += age < TimeWindow.PARTS ? (int) word : 0;
      }
    }
    return sum;
  }

  private static int slot(long part) {
    return (int) (part % TimeWindow.PARTS);
  }

  /** Threads made one after the other have rows of their own: the high bits spread best. */
  private static int row() {
    int mixed = (int) Thread.currentThread().threadId() * 0x9E3779B9;
    return (mixed >>> -ROW_BITS) * ROW;
  }
}
