package io.patternsdk.concurrency.retry;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Nanos;

/** Builds retry budgets. Not for use by several threads; each {@link #build} makes another one. */
public final class RetryBudgetBuilder {
  private final String name;
  private int capacity = 20;
  private double share = 0.1;
  private GuardListener listener = GuardListener.none();

  RetryBudgetBuilder(String name) {
    this.name = name;
  }

  /** How many repeats it allows before any success; 20 unless said otherwise. */
  public RetryBudgetBuilder capacity(int repeats) {
    capacity = Nanos.atLeastOne("retry budget", repeats);
    return this;
  }

  /** How many repeats each success earns, from 0 to 1; 0.1 unless said otherwise. */
  public RetryBudgetBuilder share(double repeats) {
    if (!(repeats >= 0 && repeats <= 1)) {
      throw new IllegalArgumentException("share is " + repeats + "; from 0 to 1 works");
    }
    share = repeats;
    return this;
  }

  /** Tells somebody when it is spent and when it has recovered. */
  public RetryBudgetBuilder listener(GuardListener listener) {
    this.listener = listener;
    return this;
  }

  /** Makes a full one. */
  public RetryBudget build() {
    return new RetryBudget(capacity, share, new EventPublisher(name, listener));
  }
}
