package io.patternsdk.driver.redis;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Which keys a walk has seen, in 24 to 48 bytes for each, however long it is. It remembers two
 * numbers of 61 bits that are made of a key with secrets of its own, so that one key taken for
 * another is less likely than a broken disk, for keys that somebody has chosen too.
 */
final class SeenKeys {
  private static final long PRIME = (1L << 61) - 1;

  private final long first = ThreadLocalRandom.current().nextLong(1L << 32, PRIME);
  private final long second = ThreadLocalRandom.current().nextLong(1L << 32, PRIME);

  /** Two numbers for each key, none of them zero. */
  private long[] slots = new long[2 << 6];

  private int size;

  /** Notes a key; false if it was there. */
  boolean add(String key) {
    if (3 * (size + 1) > slots.length) {
      grow();
    }
    boolean fresh = put(slots, number(key, first), number(key, second));
    size += fresh ? 1 : 0;
    return fresh;
  }

  void clear() {
    slots = new long[2 << 6];
    size = 0;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[Math.multiplyExact(2, old.length)];
    for (int i = 0; i < old.length; i += 2) {
      if (old[i] != 0) {
        put(slots, old[i], old[i + 1]);
      }
    }
  }

  private static boolean put(long[] slots, long one, long two) {
    int mask = slots.length - 1;
    int at = ((int) (one ^ (one >>> 32)) << 1) & mask;
    while (slots[at] != 0) {
      if (slots[at] == one && slots[at + 1] == two) {
        return false;
      }
      at = (at + 2) & mask;
    }
    slots[at] = one;
    slots[at + 1] = two;
    return true;
  }

  /** The value of the polynomial that has the characters as coefficients, at a secret point. */
  private static long number(String key, long point) {
    long number = 1;
    for (int i = 0; i < key.length(); i++) {
      number = modulo(times(number, point) + key.charAt(i) + 1);
    }
    return number == 0 ? PRIME : number;
  }

  /** The product of two numbers below the prime, modulo it. */
  private static long times(long a, long b) {
    long low = a * b;
    long high = Math.multiplyHigh(a, b);
    return modulo((low & PRIME) + ((low >>> 61) | (high << 3)));
  }

  private static long modulo(long number) {
    return number >= PRIME ? number - PRIME : number;
  }
}
