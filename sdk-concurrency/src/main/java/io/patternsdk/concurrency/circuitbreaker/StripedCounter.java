package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.concurrency.internal.Stripes;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A count to which threads add one without meeting. If one thread at a time asks for the sum, each
 * sum is what the count was at some moment while it was added up, because it only grows, by one.
 */
final class StripedCounter {
  private final AtomicLongArray words = Stripes.make();

  /** Adds one; returns how many this thread and those that share its stripe have added before. */
  long add() {
    return words.getAndIncrement(Stripes.own());
  }

  long sum() {
    long sum = 0;
    for (int stripe = Stripes.FIRST; stripe < words.length(); stripe += Stripes.STRIDE) {
      sum += words.get(stripe);
    }
    return sum;
  }
}
