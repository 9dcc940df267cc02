package io.patternsdk.concurrency;

import io.patternsdk.core.Rejection;
import java.time.Duration;

/**
 * Hears what the primitives decide. Each primitive tells its own name.
 *
 * <p>Called on the thread of the call that caused it, after the fact and outside all locks, so
 * events of different threads may come in another order than they happened. It should be quick;
 * what it throws is logged and changes nothing. Safe for use by any number of threads.
 */
public interface GuardListener {

  /** A circuit breaker changed its state. */
  default void breakerChanged(String breaker, BreakerState from, BreakerState to) {}

  /** A circuit breaker opened, and why; said after {@link #breakerChanged}. */
  default void breakerOpened(String breaker, BreakerTrip trip) {}

  /**
   * A breaker, bulkhead, rate limiter, pool, pipeline or guard refused a call, or its deadline did.
   */
  default void refused(String primitive, Rejection reason) {}

  /**
   * A call failed and will be repeated, unless its thread is interrupted or wakes too late.
   *
   * @param attempt the number of the attempt that failed, from 1
   * @param pause how long it waits first
   */
  default void retrying(String retry, int attempt, Duration pause, Throwable failure) {}

  /**
   * A call failed, could have been repeated, and will not be, for want of attempts, time or budget.
   *
   * @param attempts how many were made
   */
  default void gaveUp(String retry, int attempts, Throwable failure) {}

  /** A retry budget refused a repeat, the first one since it was full or had recovered. */
  default void budgetSpent(String retryBudget) {}

  /** A retry budget was spent, and half of it has been earned back. */
  default void budgetRecovered(String retryBudget) {}

  /**
   * A stage of a pipeline failed on an item.
   *
   * @param action what was done about the item
   */
  default void itemFailed(String pipeline, String stage, FailureAction action, Throwable failure) {}

  /** A call ended after its time limit, well or not. */
  default void exceeded(String timeLimit, Duration limit) {}

  /** A fan-out has reported: of so many inputs some failed, and some had not ended. */
  default void fannedOut(String fanOut, int inputs, int failed, int unfinished) {}

  /** A source of a fan-in failed. */
  default void sourceFailed(String fanIn, String source, Throwable failure) {}

  /** Returns one that ignores everything. */
  static GuardListener none() {
    return SilentListener.INSTANCE;
  }
}
