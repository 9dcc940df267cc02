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
 * @param maxFailures failures in a row that open it; 0 for no such rule
 * @param failureRate share of failures that opens it; 0 for no such rule
 * @param slowCallRate share of slow calls that opens it; 0 for no such rule
 * @param slowCallDuration a call that took longer is slow; meaningless without a slow rate
 * @param window outcomes in a count window; 0 for a time window
 * @param windowTime length of the time window; null for a count window
 * @param minCalls outcomes below which no rate is judged
 * @param resetTimeout how long it refuses before trials
 * @param maxResetTimeout what that grows to, doubling with each trial that fails
 * @param halfOpenTrials how many calls are let through when half-open
 * @param trialTimeout after which a trial that has not ended is given up
 */
record BreakerRules(
    int maxFailures,
    long failureRate,
    long slowCallRate,
    long slowCallDuration,
    int window,
    @Nullable Duration windowTime,
    int minCalls,
    long resetTimeout,
    long maxResetTimeout,
    int halfOpenTrials,
    long trialTimeout) {
  static final long WHOLE = 1_000_000;

  boolean timed() {
    return slowCallRate > 0;
  }

  boolean slow(long nanos) {
    return slowCallRate > 0 && nanos > slowCallDuration;
  }

  boolean rated() {
    return failureRate > 0 || slowCallRate > 0;
  }

  Window window(long origin, Clock clock) {
    if (!rated()) {
      return new NoWindow();
    }
    return windowTime == null
        ? new CountWindow(window, minCalls)
        : new TimeWindow(Nanos.of(windowTime), minCalls, origin, clock.nanoTime());
  }

  /** Returns why a closed breaker must open; null if it need not. */
  @Nullable BreakerTrip exceeded(Window window) {
    int inARow = window.failuresInARow();
    if (maxFailures > 0 && inARow >= maxFailures) {
      return trip(BreakerRule.CONSECUTIVE_FAILURES, window, inARow);
    }
    return rateExceeded(window, window.fewestCalls())
            && window.calls() >= minCalls
            && rateExceeded(window, window.calls())
        ? trip(rateRule(window), window, inARow)
        : null;
  }

  /** Returns why trials, of which these have ended, must be followed by another wait, or null. */
  @Nullable BreakerTrip trialsFailed(OutcomeCounts ended) {
    if (maxFailures > 0 && ended.failures() > 0) {
      return trip(BreakerRule.CONSECUTIVE_FAILURES, ended, -1);
    }
    return ended.calls() >= halfOpenTrials && rateExceeded(ended, ended.calls())
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
          case CONSECUTIVE_FAILURES -> inARow < 0 ? 1 : maxFailures;
          case FAILURE_RATE -> (double) failureRate / WHOLE;
          case SLOW_CALL_RATE -> (double) slowCallRate / WHOLE;
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
    long grown = resetTimeout;
    for (int round = 0; round < failedRounds && grown < maxResetTimeout; round++) {
      grown = Math.min(maxResetTimeout, grown * 2);
    }
    return grown;
  }

  private boolean rateExceeded(OutcomeCounts counts, int calls) {
    return over(failureRate, counts.failures(), calls) || over(slowCallRate, counts.slow(), calls);
  }

  private static boolean over(long rate, int part, int whole) {
    return rate > 0 && part * WHOLE >= rate * whole;
  }
}
