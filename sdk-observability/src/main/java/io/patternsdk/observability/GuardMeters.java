package io.patternsdk.observability;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.Bulkhead;
import io.patternsdk.concurrency.CircuitBreaker;
import io.patternsdk.concurrency.Guard;
import io.patternsdk.core.pattern.Meters;

/**
 * Publishes the state of guards: {@code circuit_breaker_state{slot}} (0 closed, 1 half-open, 2
 * open) and {@code bulkhead_capacity}, {@code bulkhead_running} and {@code bulkhead_waiting}, each
 * by slot. What they refuse is counted in {@code driver_rejected_total}.
 */
public final class GuardMeters {

  private GuardMeters() {}

  /** Publishes the parts that a guard has. */
  public static void publish(Meters meters, String slot, Guard guard) {
    guard.breaker().ifPresent(breaker -> publish(meters, slot, breaker));
    guard.bulkhead().ifPresent(bulkhead -> publish(meters, slot, bulkhead));
  }

  private static void publish(Meters meters, String slot, CircuitBreaker breaker) {
    meters.gauge(
        "circuit_breaker_state",
        "0 closed, 1 half-open, 2 open",
        () -> number(breaker.state()),
        "slot",
        slot);
  }

  private static void publish(Meters meters, String slot, Bulkhead bulkhead) {
    meters.gauge(
        "bulkhead_capacity",
        "Calls that may be under way",
        () -> bulkhead.snapshot().capacity(),
        "slot",
        slot);
    meters.gauge(
        "bulkhead_running",
        "Calls that are under way",
        () -> bulkhead.snapshot().running(),
        "slot",
        slot);
    meters.gauge(
        "bulkhead_waiting",
        "Calls that wait for their turn",
        () -> bulkhead.snapshot().waiting(),
        "slot",
        slot);
  }

  private static int number(BreakerState state) {
    return switch (state) {
      case CLOSED, DISABLED -> 0;
      case HALF_OPEN -> 1;
      case OPEN, FORCED_OPEN -> 2;
      default -> throw new IllegalStateException("a state of a newer version: " + state);
    };
  }
}
