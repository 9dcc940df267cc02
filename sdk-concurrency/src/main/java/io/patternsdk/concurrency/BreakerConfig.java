package io.patternsdk.concurrency;

import io.patternsdk.core.Clock;
import io.patternsdk.core.config.Durations;
import io.patternsdk.core.config.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code circuit_breaker}.
 *
 * @param maxFailures failures in a row that open it; 0 if rates alone do
 * @param resetTimeout how long it stays open before trials
 * @param maxResetTimeout what that grows to while trials fail; null if it does not grow
 * @param windowCalls the window in calls; ignored if it is a time
 * @param windowTime the window as a time; null if it is in calls
 * @param failureRate the share of failures that opens it; null for no such rule
 * @param minimumCalls the calls below which no rate is judged
 * @param halfOpenTrials how many trials are let through
 * @param trialTimeout after which trials are given up; null for the reset timeout
 * @param slowCallDuration the time above which a call is slow
 * @param slowCallRate the share of slow calls that opens it; null for no such rule
 */
public record BreakerConfig(
    int maxFailures,
    Duration resetTimeout,
    @Nullable Duration maxResetTimeout,
    int windowCalls,
    @Nullable Duration windowTime,
    @Nullable Double failureRate,
    int minimumCalls,
    int halfOpenTrials,
    @Nullable Duration trialTimeout,
    Duration slowCallDuration,
    @Nullable Double slowCallRate) {
  private static final Pattern CALLS = Pattern.compile("[1-9]\\d{0,5}");
  private static final Duration LEAST = Duration.ofMillis(1);
  private static final double LEAST_SHARE = 0.000_001;

  static @Nullable BreakerConfig read(Settings settings) {
    boolean enabled = settings.bool("enabled").orElse(true);
    Double failureRate = settings.ratio("failure_rate").min(LEAST_SHARE).orNull();
    Double slowCallRate = settings.ratio("slow_call_rate").min(LEAST_SHARE).orNull();
    boolean rated = failureRate != null || slowCallRate != null;
    String window =
        settings
            .string("window")
            .check(BreakerConfig::isWindow, "a number of calls such as 100 or a time such as 10s")
            .orElse("100");
    boolean inCalls = CALLS.matcher(window).matches();
    BreakerConfig config =
        new BreakerConfig(
            settings.integer("max_failures").range(1, 1_000_000).orElse(rated ? 0 : 5),
            settings.duration("reset_timeout").min(LEAST).orElse(Duration.ofSeconds(30)),
            settings.duration("max_reset_timeout").min(LEAST).orNull(),
            inCalls ? Integer.parseInt(window) : 1,
            inCalls ? null : time(window).orElseThrow(),
            failureRate,
            settings.integer("minimum_calls").range(1, 999_999).orElse(10),
            settings.integer("half_open_trials").range(1, 10_000).orElse(1),
            settings.duration("trial_timeout").min(LEAST).orNull(),
            settings.duration("slow_call_duration").min(LEAST).orElse(Duration.ofSeconds(1)),
            slowCallRate);
    return enabled ? config : null;
  }

  private static boolean isWindow(String text) {
    return CALLS.matcher(text).matches() || time(text).isPresent();
  }

  private static Optional<Duration> time(String text) {
    return Durations.parse(text).filter(time -> time.compareTo(Duration.ofSeconds(1)) >= 0);
  }

  /** Makes a circuit breaker. */
  public CircuitBreaker breaker(String name, Clock clock, GuardListener listener) {
    CircuitBreakerBuilder breaker =
        CircuitBreaker.named(name)
            .wait(resetTimeout)
            .minimumCalls(minimumCalls)
            .trials(halfOpenTrials)
            .clock(clock)
            .listener(listener);
    if (maxFailures > 0) {
      breaker.consecutiveFailures(maxFailures);
    }
    if (failureRate != null) {
      breaker.failureRate(failureRate);
    }
    if (slowCallRate != null) {
      breaker.slowCallRate(slowCallRate, slowCallDuration);
    }
    if (maxResetTimeout != null) {
      breaker.longestWait(maxResetTimeout);
    }
    if (trialTimeout != null) {
      breaker.trialLimit(trialTimeout);
    }
    return (windowTime == null ? breaker.window(windowCalls) : breaker.window(windowTime)).build();
  }
}
