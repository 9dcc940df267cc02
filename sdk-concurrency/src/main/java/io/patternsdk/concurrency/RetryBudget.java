package io.patternsdk.concurrency;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps repeats to a share of the calls that succeed, so that retrying cannot multiply the load on
 * a backend that is down. A repeat costs one; each success earns a share of one, up to the
 * capacity. Shared by any number of retries and threads.
 *
 * {@snippet class="io.patternsdk.concurrency.examples.GuardExamplesTest" region="retry-budget" :
 * RetryBudget budget = RetryBudget.of(20, 0.1);
 * Retry reads = Retry.named("reads").budget(budget).build();
 * Retry writes = Retry.named("writes").budget(budget).build();
 * String value = reads.callIdempotent(() -> unreliable());
 * }
 */
public final class RetryBudget {
  private static final long ONE = 1_000_000;

  private final long capacity;
  private final long share;
  private final AtomicLong left;
  private final LongAdder refused = new LongAdder();

  private RetryBudget(long capacity, long share) {
    this.capacity = capacity;
    this.share = share;
    this.left = new AtomicLong(capacity);
  }

  /**
   * Makes a full one.
   *
   * @param capacity how many repeats it allows before any success; at least 1
   * @param share how many repeats each success earns, from 0 to 1
   */
  public static RetryBudget of(int capacity, double share) {
    Nanos.atLeastOne("retry budget", capacity);
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + "; from 0 to 1 works");
    }
    return new RetryBudget(capacity * ONE, Math.round(share * ONE));
  }

  /** Spends one repeat; false if none is left. */
  public boolean trySpend() {
    while (true) {
      long was = left.get();
      if (was < ONE) {
        refused.increment();
        return false;
      }
      if (left.compareAndSet(was, was - ONE)) {
        return true;
      }
    }
  }

  /** Earns for one success; writes nothing while it is full. */
  public void earn() {
    long was = left.get();
    while (was < capacity && !left.compareAndSet(was, Math.min(capacity, was + share))) {
      was = left.get();
    }
  }

  /** Returns how many repeats are left. */
  public double left() {
    return (double) left.get() / ONE;
  }

  /** Describes it at one moment. */
  public RetryBudgetSnapshot snapshot() {
    return new RetryBudgetSnapshot((int) (capacity / ONE), left(), refused.sum());
  }

  @Override
  public String toString() {
    return "retry budget " + snapshot();
  }
}
