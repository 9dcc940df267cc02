package io.patternsdk.concurrency.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.core.Clock;
import io.patternsdk.core.config.Durations;
import io.patternsdk.core.config.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * What a call to a backend passes on its way, outermost first. A part that is empty is switched
 * off. A slot's own section changes single settings of the general one.
 *
 * @param callTimeout the longest that a call may take with its repetitions and waits
 * @param retry repetition; off unless asked for
 * @param rateLimit a bound on calls in a time; off unless asked for
 * @param bulkhead a bound on calls at once
 * @param circuitBreaker refusal while the backend fails
 * @param timeLimit the longest that one attempt may take; none unless asked for, because the
 *     backend has an {@code operation_timeout}
 */
public record GuardConfig(
    Optional<Duration> callTimeout,
    Optional<RetryConfig> retry,
    Optional<RateLimitConfig> rateLimit,
    Optional<BulkheadConfig> bulkhead,
    Optional<CircuitBreakerConfig> circuitBreaker,
    Optional<Duration> timeLimit) {

  /** A bulkhead and a circuit breaker with their defaults. */
  public static final GuardConfig STANDARD =
      new GuardConfig(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(BulkheadConfig.STANDARD),
          Optional.of(CircuitBreakerConfig.STANDARD),
          Optional.empty());

  /**
   * Reads a guard, noting every problem: what the settings do not say is as in {@code inherited}.
   */
  public static GuardConfig from(Settings s, GuardConfig inherited) {
    Optional<Duration> call = limit(s, "call_timeout", inherited.callTimeout);
    Optional<Duration> attempt = limit(s, "time_limit", inherited.timeLimit);
    if (call.isPresent() && attempt.isPresent() && attempt.get().compareTo(call.get()) > 0) {
      s.problem(
          "time_limit",
          "is "
              + s.shown("time_limit", Durations.format(attempt.get()))
              + ", longer than call_timeout",
          "expected at most " + s.shown("call_timeout", Durations.format(call.get())));
    }
    return new GuardConfig(
        call,
        RetryConfig.from(s.section("retry"), inherited.retry),
        RateLimitConfig.from(s.section("rate_limit"), inherited.rateLimit),
        BulkheadConfig.from(s.section("bulkhead"), inherited.bulkhead),
        CircuitBreakerConfig.from(s.section("circuit_breaker"), inherited.circuitBreaker),
        attempt);
  }

  /** Makes the guard of one slot, under whose name its parts tell the listener. */
  public Guard guard(String slot, Clock clock, GuardListener listener) {
    return new GuardAssembly(clock, listener).guard(slot, this);
  }

  private static Optional<Duration> limit(Settings s, String name, Optional<Duration> inherited) {
    return s.duration(name).range(ofMillis(1), ofHours(24)).optional().or(() -> inherited);
  }

  /** Whether a part is switched on: as it says itself, else if it was written or inherited. */
  static boolean enabled(Settings s, Optional<?> inherited) {
    return s.bool("enabled").orElse(s.present() || inherited.isPresent());
  }
}
