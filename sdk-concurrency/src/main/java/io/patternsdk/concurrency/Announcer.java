package io.patternsdk.concurrency;

import io.patternsdk.core.Rejection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Tells a listener under a primitive's name, and survives it. */
final class Announcer {
  private static final Logger LOG = System.getLogger(GuardListener.class.getName());

  private final String name;
  private final GuardListener listener;

  Announcer(String name, GuardListener listener) {
    this.name = name;
    this.listener = listener;
  }

  String name() {
    return name;
  }

  void changed(BreakerState from, BreakerState to) {
    if (from != to) {
      tell(() -> listener.breakerChanged(name, from, to));
    }
  }

  void opened(BreakerTrip trip) {
    tell(() -> listener.breakerOpened(name, trip));
  }

  void refused(Rejection reason) {
    if (listener != SilentListener.INSTANCE) {
      tell(() -> listener.refused(name, reason));
    }
  }

  void retrying(int attempt, Duration pause, Throwable failure) {
    tell(() -> listener.retrying(name, attempt, pause, failure));
  }

  void gaveUp(int attempts, Throwable failure) {
    tell(() -> listener.gaveUp(name, attempts, failure));
  }

  void budgetSpent() {
    tell(() -> listener.budgetSpent(name));
  }

  void budgetRecovered() {
    tell(() -> listener.budgetRecovered(name));
  }

  void itemFailed(String stage, Fate fate, Throwable failure) {
    tell(() -> listener.itemFailed(name, stage, fate, failure));
  }

  void exceeded(Duration limit) {
    tell(() -> listener.exceeded(name, limit));
  }

  void fannedOut(int inputs, int failed, int unfinished) {
    if (listener != SilentListener.INSTANCE) {
      tell(() -> listener.fannedOut(name, inputs, failed, unfinished));
    }
  }

  void sourceFailed(String source, Throwable failure) {
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
  void failed(String what, Throwable e) {
    LOG.log(Level.WARNING, "a " + what + " of " + name + " failed", e);
  }
}
