package io.patternsdk.concurrency.internal;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.BreakerTrip;
import io.patternsdk.concurrency.FailureAction;
import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.core.Rejection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Tells a listener under a primitive's name, and survives it. */
public final class EventPublisher {
  private static final Logger LOG = System.getLogger(GuardListener.class.getName());

  private final String name;
  private final GuardListener listener;

  public EventPublisher(String name, GuardListener listener) {
    this.name = name;
    this.listener = listener;
  }

  public String name() {
    return name;
  }

  public void changed(BreakerState from, BreakerState to) {
    if (from != to) {
      tell(() -> listener.breakerChanged(name, from, to));
    }
  }

  public void opened(BreakerTrip trip) {
    tell(() -> listener.breakerOpened(name, trip));
  }

  public void refused(Rejection reason) {
    if (listener != GuardListener.none()) {
      tell(() -> listener.refused(name, reason));
    }
  }

  public void retrying(int attempt, Duration pause, Throwable failure) {
    tell(() -> listener.retrying(name, attempt, pause, failure));
  }

  public void gaveUp(int attempts, Throwable failure) {
    tell(() -> listener.gaveUp(name, attempts, failure));
  }

  public void budgetSpent() {
    tell(() -> listener.budgetSpent(name));
  }

  public void budgetRecovered() {
    tell(() -> listener.budgetRecovered(name));
  }

  public void itemFailed(String stage, FailureAction action, Throwable failure) {
    tell(() -> listener.itemFailed(name, stage, action, failure));
  }

  public void exceeded(Duration limit) {
    tell(() -> listener.exceeded(name, limit));
  }

  public void fannedOut(int inputs, int failed, int unfinished) {
    if (listener != GuardListener.none()) {
      tell(() -> listener.fannedOut(name, inputs, failed, unfinished));
    }
  }

  public void sourceFailed(String source, Throwable failure) {
    tell(() -> listener.sourceFailed(name, source, failure));
  }

  private void tell(Runnable event) {
    try {
      event.run();
    } catch (Throwable thrown) { // an Error of theirs is no outcome of ours
      failed("listener", thrown);
    }
  }

  /** Logs that what somebody else gave to the primitive failed. */
  public void failed(String what, Throwable e) {
    LOG.log(Level.WARNING, "a " + what + " of " + name + " failed", e);
  }
}
