package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.concurrency.internal.Stripes;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts successes by part of a time window without a lock: each thread adds to one of a few
 * stripes. A word holds the number of its part, 32 bits of it, and the count. A part lasts a tenth
 * of a second or more, so a word would have to lie idle for six years to be mistaken for a newer
 * one.
 */
final class SuccessStripes {
  private static final int PART_BITS = 32;

  private final AtomicLongArray words = Stripes.make();

  /** Adds a success of a part; does nothing if the part has left the window. */
  void add(long part) {
    int index = Stripes.own() + slot(part);
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
    for (int stripe = Stripes.FIRST; stripe < words.length(); stripe += Stripes.STRIDE) {
      for (int slot = 0; slot < TimeWindow.PARTS; slot++) {
        long word = words.get(stripe + slot);
        int age = (int) newest - (int) (word >>> PART_BITS);
        sum += age < TimeWindow.PARTS ? (int) word : 0;
      }
    }
    return sum;
  }

  private static int slot(long part) {
    return (int) (part % TimeWindow.PARTS);
  }
}
