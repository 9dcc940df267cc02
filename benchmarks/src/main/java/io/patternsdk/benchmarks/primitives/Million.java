package io.patternsdk.benchmarks.primitives;

import java.util.Iterator;
import java.util.stream.IntStream;

/** A million items that pass through three stages, each of which adds 1. */
interface Million {
  /** How many items. */
  int ITEMS = 1_000_000;

  /** How many items fit in each buffer. */
  int BUFFER = 1_024;

  /** What all of them come to behind the last stage. */
  long SUM = ITEMS * 3L + ITEMS * (ITEMS - 1L) / 2;

  /** Lets them pass and returns what they come to. */
  long pass() throws InterruptedException;

  /** Returns them, from 0 on. */
  static Iterator<Integer> items() {
    return IntStream.range(0, ITEMS).iterator();
  }
}
