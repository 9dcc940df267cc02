package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.concurrency.internal.Rows;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A count to which threads add one without meeting. If one thread at a time asks for the sum, each
 * sum is what the count was at some moment while it was added up, because it only grows, by one.
 */
final class StripedCount {
  private final AtomicLongArray words = Rows.make();

  /** Adds one; returns how many this thread and those that share its row have added before. */
  long add() {
    return words.getAndIncrement(Rows.own());
  }

  long sum() {
    long sum = 0;
    for (int row = Rows.FIRST; row < words.length(); row += Rows.LENGTH) {
      sum += words.get(row);
    }
    return sum;
  }
}
