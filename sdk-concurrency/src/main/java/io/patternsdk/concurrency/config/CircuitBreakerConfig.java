package io.patternsdk.concurrency.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.patternsdk.core.config.Durations;
import io.patternsdk.core.config.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * When calls to a failing backend are refused. The breaker opens on any of its signs: failures one
 * after the other, and, where rates are written, too many failures or slow calls in the window.
 *
 * @param maxFailures this many failures one after the other
 * @param resetTimeout how long it stays open before it lets trials through
 * @param maxResetTimeout what that time grows to, doubling with each round of trials that fails; by
 *     default it does not grow
 * @param halfOpenTrials how many trials are let through then
 * @param trialTimeout after which a trial that has not ended is given up and others are let
 *     through; empty for {@code resetTimeout}, at least 30 seconds
 * @param failureRate the share of failures in the window; empty for no such rule
 * @param slowCallRate the share of slow calls in the window; empty for no such rule
 * @param slowCallDuration a call that took longer is slow
 * @param window how many of the last calls the rates are taken over
 * @param windowTime the last time that the rates are taken over, in place of {@code window}
 * @param minCalls how many calls there must be before a rate counts
 */
public record CircuitBreakerConfig(
    int maxFailures,
    Duration resetTimeout,
    Duration maxResetTimeout,
    int halfOpenTrials,
    Optional<Duration> trialTimeout,
    Optional<Double> failureRate,
    Optional<Double> slowCallRate,
    Duration slowCallDuration,
    int window,
    Optional<Duration> windowTime,
    int minCalls) {

  /** What holds where nothing is written. */
  public static final CircuitBreakerConfig STANDARD =
      new CircuitBreakerConfig(
          5,
          ofSeconds(30),
          ofSeconds(30),
          1,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          ofSeconds(1),
          100,
          Optional.empty(),
          20);

  static Optional<CircuitBreakerConfig> from(Settings s, Optional<CircuitBreakerConfig> inherited) {
    CircuitBreakerConfig base = inherited.orElse(STANDARD);
    boolean enabled = GuardConfig.enabled(s, inherited);
    Duration reset = time(s, "reset_timeout").orElse(base.resetTimeout);
    int window = s.integer("window").range(1, 100_000).orElse(base.window);
    CircuitBreakerConfig config =
        new CircuitBreakerConfig(
            s.integer("max_failures").range(1, 1_000_000).orElse(base.maxFailures),
            reset,
            time(s, "max_reset_timeout").orElse(base.grown(reset)),
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
            s.integer("min_calls").range(1, 100_000).orElse(Math.min(base.minCalls, window)));
    config.check(s);
    return enabled ? Optional.of(config) : Optional.empty();
  }

  private void check(Settings s) {
    if (s.has("window") && s.has("window_time")) {
      s.problem("window_time", "is given beside window", "keep one of them");
    }
    if (windowTime.isEmpty() && minCalls > window) {
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

  /** What another reset time grows to: nothing more than itself, unless this one grows. */
  private Duration grown(Duration reset) {
    boolean grows = maxResetTimeout.compareTo(resetTimeout) > 0;
    return grows && maxResetTimeout.compareTo(reset) > 0 ? maxResetTimeout : reset;
  }
}
