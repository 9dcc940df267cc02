package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.concurrency.BreakerRule;
import io.patternsdk.concurrency.BreakerTrip;
import io.patternsdk.concurrency.internal.Nanos;
import io.patternsdk.core.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a circuit breaker. Rates are in millionths and compared in whole numbers, so that
 * nothing is rounded.
 *
 * @param consecutiveFailures failures in a row that open it; 0 for no such rule
 * @param failureRate share of failures that opens it; 0 for no such rule
 * @param slowRate share of slow calls that opens it; 0 for no such rule
 * @param slowNanos a call that took longer is slow; meaningless without a slow rate
 * @param windowCalls outcomes in a count window; 0 for a time window
 * @param windowTime length of the time window; null for a count window
 * @param minimumCalls outcomes below which no rate is judged
 * @param openFor how long it refuses before trials
 * @param longestOpen what that grows to, doubling with each trial that fails
 * @param trials how many calls are let through when half-open
 * @param trialLimit after which a trial that has not ended is given up
 */
record BreakerRules(
    int consecutiveFailures,
    long failureRate,
    long slowRate,
    long slowNanos,
    int windowCalls,
    @Nullable Duration windowTime,
    int minimumCalls,
    long openFor,
    long longestOpen,
    int trials,
    long trialLimit) {
  static final long WHOLE = 1_000_000;

  boolean timed() {
    return slowRate > 0;
  }

  boolean slow(long nanos) {
    return slowRate > 0 && nanos > slowNanos;
  }

  boolean rated() {
    return failureRate > 0 || slowRate > 0;
  }

  Window window(long origin, Clock clock) {
    if (!rated()) {
      return new NoWindow();
    }
    return windowTime == null
        ? new CountWindow(windowCalls, minimumCalls)
        : new TimeWindow(Nanos.of(windowTime), minimumCalls, origin, clock.nanoTime());
  }

  /** Returns why a closed breaker must open; null if it need not. */
  @Nullable BreakerTrip exceeded(Window window) {
    int inARow = window.failuresInARow();
    if (consecutiveFailures > 0 && inARow >= consecutiveFailures) {
      return trip(BreakerRule.CONSECUTIVE_FAILURES, window, inARow);
    }
    return rateExceeded(window, window.fewestCalls())
            && window.calls() >= minimumCalls
            && rateExceeded(window, window.calls())
        ? trip(rateRule(window), window, inARow)
        : null;
  }

  /** Returns why trials, of which these have ended, must be followed by another wait, or null. */
  @Nullable BreakerTrip trialsFailed(OutcomeCounts ended) {
    if (consecutiveFailures > 0 && ended.failures() > 0) {
      return trip(BreakerRule.CONSECUTIVE_FAILURES, ended, -1);
    }
    return ended.calls() >= trials && rateExceeded(ended, ended.calls())
        ? trip(rateRule(ended), ended, -1)
        : null;
  }

  private BreakerRule rateRule(OutcomeCounts counts) {
    return over(failureRate, counts.failures(), counts.calls())
        ? BreakerRule.FAILURE_RATE
        : BreakerRule.SLOW_CALL_RATE;
  }

  /** Notes what was counted; {@code inARow} is negative for trials. */
  private BreakerTrip trip(BreakerRule rule, OutcomeCounts counts, int inARow) {
    double limit =
        switch (rule) {
          case CONSECUTIVE_FAILURES -> inARow < 0 ? 1 : consecutiveFailures;
          case FAILURE_RATE -> (double) failureRate / WHOLE;
          case SLOW_CALL_RATE -> (double) slowRate / WHOLE;
        };
    return new BreakerTrip(
        rule,
        inARow < 0,
        counts.calls(),
        counts.failures(),
        counts.slow(),
        Math.max(0, inARow),
        limit);
  }

  /** Returns the wait after so many rounds of trials that failed in a row. */
  long waitAfter(int failedRounds) {
    long grown = openFor;
    for (int round = 0; round < failedRounds && grown < longestOpen; round++) {
      grown = Math.min(longestOpen, grown * 2);
    }
    return grown;
  }

  private boolean rateExceeded(OutcomeCounts counts, int calls) {
    return over(failureRate, counts.failures(), calls) || over(slowRate, counts.slow(), calls);
  }

  private static boolean over(long rate, int part, int whole) {
    return rate > 0 && part * WHOLE >= rate * whole;
  }
}
