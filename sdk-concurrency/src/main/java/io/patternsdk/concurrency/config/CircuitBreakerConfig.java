package io.patternsdk.concurrency.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.patternsdk.core.config.Durations;
import io.patternsdk.core.config.Settings;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When calls to a failing backend are refused. The breaker opens on any of its signs: failures one
 * after the other, and, where rates are written, too many failures or slow calls in the window.
 * Immutable; two that say the same are equal.
 */
public final class CircuitBreakerConfig {
  /** What holds where nothing is written. */
  public static final CircuitBreakerConfig STANDARD =
      new CircuitBreakerConfig(
          new Values(
              Optional.empty(),
              ofSeconds(30),
              ofSeconds(30),
              1,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              ofSeconds(1),
              100,
              Optional.empty(),
              20));

  private final Values values;

  private CircuitBreakerConfig(Values values) {
    this.values = values;
  }

  private record Values(
      Optional<Integer> maxFailures,
      Duration resetTimeout,
      Duration maxResetTimeout,
      int halfOpenTrials,
      Optional<Duration> trialTimeout,
      Optional<Double> failureRate,
      Optional<Double> slowCallRate,
      Duration slowCallDuration,
      int window,
      Optional<Duration> windowTime,
      int minCalls) {}

  static Optional<CircuitBreakerConfig> from(Settings s, Optional<CircuitBreakerConfig> inherited) {
    Values base = inherited.orElse(STANDARD).values;
    boolean enabled = GuardConfig.enabled(s, inherited);
    Duration reset = time(s, "reset_timeout").orElse(base.resetTimeout);
    int window = s.integer("window").range(1, 100_000).orElse(base.window);
    CircuitBreakerConfig config =
        new CircuitBreakerConfig(
            new Values(
                s.integer("max_failures").range(1, 1_000_000).optional().or(() -> base.maxFailures),
                reset,
                time(s, "max_reset_timeout").orElse(grown(base, reset)),
                s.integer("half_open_trials").range(1, 1000).orElse(base.halfOpenTrials),
                time(s, "trial_timeout").or(() -> base.trialTimeout),
                s.ratio("failure_rate").range(0.01, 1.0).optional().or(() -> base.failureRate),
                s.ratio("slow_call_rate").range(0.01, 1.0).optional().or(() -> base.slowCallRate),
                time(s, "slow_call_duration").orElse(base.slowCallDuration),
                window,
                s.duration("window_time")
                    .range(ofSeconds(1), ofHours(24))
                    .optional()
                    .or(() -> s.has("window") ? Optional.empty() : base.windowTime),
                s.integer("min_calls").range(1, 100_000).orElse(Math.min(base.minCalls, window))));
    config.check(s);
    return enabled ? Optional.of(config) : Optional.empty();
  }

  private void check(Settings s) {
    int window = values.window;
    int minCalls = values.minCalls;
    Duration resetTimeout = values.resetTimeout;
    Duration maxResetTimeout = values.maxResetTimeout;
    if (s.has("window") && s.has("window_time")) {
      s.problem("window_time", "is given beside window", "keep one of them");
    }
    if (values.windowTime.isEmpty() && minCalls > window) {
      s.problem(
          "min_calls",
          "is " + s.shown("min_calls", minCalls) + ", more than window",
          "expected at most " + s.shown("window", window));
    }
    if (maxResetTimeout.compareTo(resetTimeout) < 0) {
      s.problem(
          "max_reset_timeout",
          "is "
              + s.shown("max_reset_timeout", Durations.format(maxResetTimeout))
              + ", shorter than reset_timeout",
          "expected at least " + s.shown("reset_timeout", Durations.format(resetTimeout)));
    }
  }

  private static Optional<Duration> time(Settings s, String name) {
    return s.duration(name).range(ofMillis(1), ofHours(24)).optional();
  }

  /** What another reset time grows to: nothing more than itself, unless that of the base grows. */
  private static Duration grown(Values base, Duration reset) {
    boolean grows = base.maxResetTimeout.compareTo(base.resetTimeout) > 0;
    return grows && base.maxResetTimeout.compareTo(reset) > 0 ? base.maxResetTimeout : reset;
  }

  /**
   * Returns how many failures one after the other open it; empty for 5, or for no such rule where
   * there is a rate.
   */
  public Optional<Integer> maxFailures() {
    return values.maxFailures;
  }

  /** Returns how long it stays open before it lets trials through. */
  public Duration resetTimeout() {
    return values.resetTimeout;
  }

  /**
   * Returns what that time grows to, doubling with each round of trials that fails; by default it
   * does not grow.
   */
  public Duration maxResetTimeout() {
    return values.maxResetTimeout;
  }

  /** Returns how many trials are let through then. */
  public int halfOpenTrials() {
    return values.halfOpenTrials;
  }

  /**
   * Returns after which time a trial that has not ended is given up and others are let through;
   * empty for {@link #resetTimeout}, at least 30 seconds.
   */
  public Optional<Duration> trialTimeout() {
    return values.trialTimeout;
  }

  /** Returns the share of failures in the window that opens it; empty for no such rule. */
  public Optional<Double> failureRate() {
    return values.failureRate;
  }

  /** Returns the share of slow calls in the window that opens it; empty for no such rule. */
  public Optional<Double> slowCallRate() {
    return values.slowCallRate;
  }

  /** Returns how long a call takes at most that is not slow. */
  public Duration slowCallDuration() {
    return values.slowCallDuration;
  }

  /** Returns how many of the last calls the rates are taken over. */
  public int window() {
    return values.window;
  }

  /** Returns the last time that the rates are taken over, in place of {@link #window}. */
  public Optional<Duration> windowTime() {
    return values.windowTime;
  }

  /** Returns how many calls there must be before a rate counts. */
  public int minCalls() {
    return values.minCalls;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CircuitBreakerConfig config && values.equals(config.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
