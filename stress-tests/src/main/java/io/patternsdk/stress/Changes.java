package io.patternsdk.stress;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.GuardListener;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what a breaker announces. */
final class Changes implements GuardListener {
  private final AtomicInteger count = new AtomicInteger();

  @Override
  public void breakerChanged(String name, BreakerState from, BreakerState to) {
    count.incrementAndGet();
  }

  int count() {
    return count.get();
  }
}
