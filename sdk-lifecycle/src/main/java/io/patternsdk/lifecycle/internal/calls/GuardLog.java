package io.patternsdk.lifecycle.internal.calls;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.BreakerTrip;
import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.core.config.Durations;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Locale;

/** Logs what guards decide: changes for the operator, single calls for whoever looks closely. */
public final class GuardLog implements GuardListener {
  private static final Logger LOG = System.getLogger(GuardLog.class.getName());

  @Override
  public void breakerChanged(String breaker, BreakerState from, BreakerState to) {
    if (to != BreakerState.OPEN) { // which is said with its reason
      LOG.log(
          Level.INFO,
          "the circuit breaker " + breaker + " is " + words(to) + ", was " + words(from));
    }
  }

  @Override
  public void breakerOpened(String breaker, BreakerTrip trip) {
    String was = trip.afterTrials() ? "half open" : "closed";
    LOG.log(Level.WARNING, "the circuit breaker " + breaker + " is open, was " + was + ": " + trip);
  }

  @Override
  public void retrying(String retry, int attempt, Duration pause, Throwable failure) {
    if (LOG.isLoggable(Level.DEBUG)) {
      LOG.log(
          Level.DEBUG,
          "attempt "
              + attempt
              + " failed, the next in "
              + Durations.format(pause)
              + ": "
              + failure);
    }
  }

  @Override
  public void budgetSpent(String retryBudget) {
    LOG.log(Level.WARNING, "the retry budget " + retryBudget + " is spent");
  }

  @Override
  public void budgetRecovered(String retryBudget) {
    LOG.log(Level.INFO, "the retry budget " + retryBudget + " has recovered");
  }

  private static String words(BreakerState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
