package io.patternsdk.examples.prices;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.GuardListener;
import java.time.Duration;

/** Prints what guards decide. */
final class Printed implements GuardListener {
  @Override
  public void retrying(String retry, int attempt, Duration pause, Throwable failure) {
    System.out.println(retry + " again after " + failure.getMessage());
  }

  @Override
  public void breakerChanged(String breaker, BreakerState from, BreakerState to) {
    System.out.println(breaker + " " + to);
  }
}
