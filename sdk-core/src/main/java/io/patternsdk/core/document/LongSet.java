package io.patternsdk.core.document;

/** A set of well-spread numbers, 16 to 32 bytes for each; zero counts as one. */
final class LongSet {
  private long[] slots = new long[1 << 10];
  private int size;

  void add(long number) {
    if (2 * size >= slots.length) {
      grow();
    }
    size += put(slots, number) ? 1 : 0;
  }

  boolean contains(long number) {
    return slots[place(slots, normal(number))] != 0;
  }

  private void grow() {
    long[] larger = new long[2 * slots.length];
    for (long number : slots) {
      if (number != 0) {
        put(larger, number);
      }
    }
    slots = larger;
  }

  private static boolean put(long[] slots, long number) {
    int place = place(slots, normal(number));
    boolean fresh = slots[place] == 0;
    slots[place] = normal(number);
    return fresh;
  }

  /** The place where a number is or would be. */
  private static int place(long[] slots, long number) {
    int place = (int) (number ^ (number >>> 32)) & (slots.length - 1);
    while (slots[place] != 0 && slots[place] != number) {
      place = (place + 1) & (slots.length - 1);
    }
    return place;
  }

  private static long normal(long number) {
    return number == 0 ? 1 : number;
  }
}
