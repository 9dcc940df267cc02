package io.patternsdk.concurrency;

import io.patternsdk.core.Rejection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it is told. */
final class Heard implements GuardListener {
  final List<String> events = new CopyOnWriteArrayList<>();
  final List<String> trips = new CopyOnWriteArrayList<>();

  @Override
  public void breakerChanged(String breaker, BreakerState from, BreakerState to) {
    events.add(breaker + " " + from + " to " + to);
  }

  @Override
  public void breakerOpened(String breaker, BreakerTrip trip) {
    trips.add(breaker + ": " + trip);
  }

  @Override
  public void refused(String primitive, Rejection reason) {
    events.add(primitive + " refused " + reason);
  }

  @Override
  public void retrying(String retry, int attempt, Duration pause, Throwable failure) {
    events.add(retry + " repeats after attempt " + attempt + " and " + pause.toMillis() + " ms");
  }

  @Override
  public void gaveUp(String retry, int attempts, Throwable failure) {
    events.add(retry + " gave up after " + attempts);
  }

  @Override
  public void budgetSpent(String retryBudget) {
    events.add(retryBudget + " is spent");
  }

  @Override
  public void budgetRecovered(String retryBudget) {
    events.add(retryBudget + " has recovered");
  }

  @Override
  public void itemFailed(String pipeline, String stage, Fate fate, Throwable failure) {
    events.add(pipeline + " " + stage + " " + fate + " " + failure);
  }

  @Override
  public void exceeded(String timeLimit, Duration limit) {
    events.add(timeLimit + " exceeded " + limit.toMillis() + " ms");
  }

  @Override
  public void fannedOut(String fanOut, int inputs, int failed, int unfinished) {
    events.add(fanOut + ": " + inputs + ", " + failed + " failed, " + unfinished + " unfinished");
  }

  @Override
  public void sourceFailed(String fanIn, String source, Throwable failure) {
    events.add(fanIn + " " + source + " " + failure);
  }
}
