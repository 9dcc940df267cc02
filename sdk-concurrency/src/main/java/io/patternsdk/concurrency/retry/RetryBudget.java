package io.patternsdk.concurrency.retry;

import io.patternsdk.concurrency.internal.EventPublisher;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps repeats to a share of the calls that succeed, so that retrying cannot multiply the load on
 * a backend that is down. A repeat costs one; each success earns a share of one, up to the
 * capacity. Shared by any number of retries and threads.
 *
 * <p>It is spent from the first repeat that it refuses until half of it, and at least one repeat,
 * has been earned back. Its listener hears of both, once each time; meanwhile it still allows what
 * is earned.
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
  private final long recovered;
  private final EventPublisher publisher;
  private final LongAdder refused = new LongAdder();

  /** What is left, doubled; odd while it is spent. */
  private final AtomicLong word;

  RetryBudget(int capacity, double share, EventPublisher publisher) {
    this.capacity = capacity * ONE;
    this.share = Math.round(share * ONE);
    this.recovered = Math.max(ONE, this.capacity / 2);
    this.publisher = publisher;
    this.word = new AtomicLong(word(this.capacity, false));
  }

  /**
   * Makes a full one that tells nobody.
   *
   * @param capacity how many repeats it allows before any success; at least 1
   * @param share how many repeats each success earns, from 0 to 1
   */
  public static RetryBudget of(int capacity, double share) {
    return named("retry budget").capacity(capacity).share(share).build();
  }

  /** Begins to build one. */
  public static RetryBudgetBuilder named(String name) {
    return new RetryBudgetBuilder(name);
  }

  /** Returns its name. */
  public String name() {
    return publisher.name();
  }

  /** Spends one repeat; false if none is left. */
  public boolean trySpend() {
    while (true) {
      long was = word.get();
      if (left(was) >= ONE) {
        if (word.compareAndSet(was, word(left(was) - ONE, spent(was)))) {
          return true;
        }
      } else if (spent(was) || word.compareAndSet(was, word(left(was), true))) {
        refuse(!spent(was));
        return false;
      }
    }
  }

  private void refuse(boolean first) {
    refused.increment();
    if (first) {
      publisher.budgetSpent();
    }
  }

  /** Earns for one success; writes nothing while it is full. */
  public void earn() {
    long was = word.get();
    while (left(was) < capacity) {
      long left = Math.min(capacity, left(was) + share);
      boolean recovers = spent(was) && left >= recovered;
      if (word.compareAndSet(was, word(left, spent(was) && !recovers))) {
        if (recovers) {
          publisher.budgetRecovered();
        }
        return;
      }
      was = word.get();
    }
  }

  /** Returns how many repeats are left. */
  public double left() {
    return (double) left(word.get()) / ONE;
  }

  /** Describes it at one moment. */
  public RetryBudgetSnapshot snapshot() {
    long now = word.get();
    return new RetryBudgetSnapshot(
        (int) (capacity / ONE), (double) left(now) / ONE, spent(now), refused.sum());
  }

  @Override
  public String toString() {
    return "retry budget " + name() + " " + snapshot();
  }

  private static long word(long left, boolean spent) {
    return left << 1 | (spent ? 1 : 0);
  }

  private static long left(long word) {
    return word >> 1;
  }

  private static boolean spent(long word) {
    return (word & 1) != 0;
  }
}
