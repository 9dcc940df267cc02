package io.patternsdk.observability;

import io.patternsdk.concurrency.BreakerRule;
import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.ratelimit.RateLimiter;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.concurrency.retry.RetryBudget;
import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.Meters;
import java.time.Duration;
import java.util.Locale;

/**
 * Publishes the state of guards and of single primitives, read from their snapshots whenever
 * somebody looks.
 *
 * <ul>
 *   <li>{@code circuit_breaker_state} (0 closed, 1 half-open, 2 open), {@code
 *       circuit_breaker_calls}, {@code _failures} and {@code _slow_calls} in its window, {@code
 *       circuit_breaker_refused_total}, {@code circuit_breaker_opened_total} with the label {@code
 *       rule}: consecutive_failures, failure_rate or slow_call_rate
 *   <li>{@code bulkhead_capacity}, {@code _running}, {@code _waiting} and {@code _refused_total}
 *   <li>{@code rate_limit_available}, {@code _wait_seconds} and {@code _refused_total}
 *   <li>{@code retry_repeated_total}, {@code retry_gave_up_total}; with a budget {@code
 *       retry_budget_capacity}, {@code _left}, {@code _spent} (1 from a refusal until half of it is
 *       back) and {@code _refused_total}
 *   <li>{@code time_limit_seconds}, {@code time_limit_exceeded_total}
 * </ul>
 *
 * <p>Each has the label {@code slot}. Of a fan-out there are {@code fan_out_bound}, {@code
 * fan_out_inputs_total}, {@code _failed_total} and {@code _unfinished_total}, with the label {@code
 * fan_out}. What guards refuse is counted by operation in {@code driver_rejected_total}.
 */
public final class GuardMeters {

  private GuardMeters() {}

  /** Publishes the parts that a guard has. */
  public static void publish(Meters meters, String slot, Guard guard) {
    guard.breaker().ifPresent(breaker -> publish(meters, slot, breaker));
    guard.bulkhead().ifPresent(bulkhead -> publish(meters, slot, bulkhead));
    guard.rateLimiter().ifPresent(limiter -> publish(meters, slot, limiter));
    guard.retry().ifPresent(retry -> publish(meters, slot, retry));
    guard.timeLimit().ifPresent(limit -> publish(meters, slot, limit));
  }

  /** Publishes a circuit breaker. */
  public static void publish(Meters meters, String slot, CircuitBreaker breaker) {
    Published of = new Published(meters, "slot", slot);
    of.gauge(
        "circuit_breaker_state", "0 closed, 1 half-open, 2 open", () -> number(breaker.state()));
    of.gauge("circuit_breaker_calls", "Outcomes in the window", () -> breaker.snapshot().calls());
    of.gauge(
        "circuit_breaker_failures", "Failures in the window", () -> breaker.snapshot().failures());
    of.gauge(
        "circuit_breaker_slow_calls",
        "Slow calls in the window",
        () -> breaker.snapshot().slowCalls());
    for (BreakerRule rule : BreakerRule.values()) {
      meters.total(
          "circuit_breaker_opened_total",
          "How often the rule opened it",
          () -> breaker.snapshot().opened().getOrDefault(rule, 0L),
          "slot",
          slot,
          "rule",
          rule.name().toLowerCase(Locale.ROOT));
    }
    of.total("circuit_breaker_refused_total", "Calls refused", () -> breaker.snapshot().refused());
  }

  /** Publishes a bulkhead. */
  public static void publish(Meters meters, String slot, Bulkhead bulkhead) {
    Published of = new Published(meters, "slot", slot);
    of.gauge(
        "bulkhead_capacity", "Calls that may be under way", () -> bulkhead.snapshot().capacity());
    of.gauge("bulkhead_running", "Calls that are under way", () -> bulkhead.snapshot().running());
    of.gauge(
        "bulkhead_waiting", "Calls that wait for their turn", () -> bulkhead.snapshot().waiting());
    of.total("bulkhead_refused_total", "Calls refused", () -> bulkhead.snapshot().refused());
  }

  /** Publishes a rate limiter. */
  public static void publish(Meters meters, String slot, RateLimiter limiter) {
    Published of = new Published(meters, "slot", slot);
    of.gauge(
        "rate_limit_available",
        "Calls that may start at once",
        () -> limiter.snapshot().available());
    of.gauge(
        "rate_limit_wait_seconds",
        "How long the next call would wait",
        () -> seconds(limiter.snapshot().nextIn()));
    of.total("rate_limit_refused_total", "Calls refused", () -> limiter.snapshot().refused());
  }

  /** Publishes a retry and the budget that it has; a budget that several share shows with each. */
  public static void publish(Meters meters, String slot, Retry retry) {
    Published of = new Published(meters, "slot", slot);
    of.total(
        "retry_repeated_total", "Attempts that were repeated", () -> retry.snapshot().repeated());
    of.total(
        "retry_gave_up_total",
        "Calls that could have been repeated and were not",
        () -> retry.snapshot().gaveUp());
    retry.budget().ifPresent(budget -> publish(meters, slot, budget));
  }

  /** Publishes a retry budget. */
  public static void publish(Meters meters, String slot, RetryBudget budget) {
    Published of = new Published(meters, "slot", slot);
    of.gauge(
        "retry_budget_capacity", "Repeats it holds at most", () -> budget.snapshot().capacity());
    of.gauge("retry_budget_left", "Repeats that are left", budget::left);
    of.gauge(
        "retry_budget_spent",
        "1 from a refusal until half of it is back",
        () -> budget.snapshot().spent() ? 1 : 0);
    of.total("retry_budget_refused_total", "Repeats refused", () -> budget.snapshot().refused());
  }

  /** Publishes a time limit. */
  public static void publish(Meters meters, String slot, TimeLimit limit) {
    Published of = new Published(meters, "slot", slot);
    of.gauge("time_limit_seconds", "The longest time", () -> seconds(limit.limit()));
    of.total(
        "time_limit_exceeded_total",
        "Calls that ended after it",
        () -> limit.snapshot().exceeded());
  }

  /** Publishes a fan-out. */
  public static void publish(Meters meters, String name, FanOut fanOut) {
    Published of = new Published(meters, "fan_out", name);
    of.gauge("fan_out_bound", "How many work at a time", fanOut::bound);
    of.total("fan_out_inputs_total", "Inputs", () -> fanOut.snapshot().inputs());
    of.total("fan_out_failed_total", "Inputs that failed", () -> fanOut.snapshot().failed());
    of.total(
        "fan_out_unfinished_total",
        "Inputs that had not ended when nobody waited any more",
        () -> fanOut.snapshot().unfinished());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
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
