package io.patternsdk.concurrency.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.patternsdk.core.config.Durations;
import io.patternsdk.core.config.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * Repetition of calls that failed and may be repeated. Each pause is chosen at random between
 * nothing and a bound, which begins at {@code initialDelay} and doubles with each attempt.
 *
 * @param maxAttempts how often a call is made at most, the first time included
 * @param initialDelay the first bound
 * @param maxDelay the largest bound
 * @param budget how many repetitions there may be before any success; empty for no such limit
 * @param budgetShare how many more each success allows
 */
public record RetryConfig(
    int maxAttempts,
    Duration initialDelay,
    Duration maxDelay,
    Optional<Integer> budget,
    double budgetShare) {

  /** What holds where the section is written and says nothing else. */
  public static final RetryConfig STANDARD =
      new RetryConfig(3, ofMillis(100), ofSeconds(2), Optional.empty(), 0.1);

  static Optional<RetryConfig> from(Settings s, Optional<RetryConfig> inherited) {
    RetryConfig base = inherited.orElse(STANDARD);
    boolean enabled = GuardConfig.enabled(s, inherited);
    RetryConfig config =
        new RetryConfig(
            s.integer("max_attempts").range(1, 100).orElse(base.maxAttempts),
            s.duration("initial_delay").range(ofMillis(1), ofHours(1)).orElse(base.initialDelay),
            s.duration("max_delay").range(ofMillis(1), ofHours(1)).orElse(base.maxDelay),
            s.integer("budget").range(1, 1_000_000).optional().or(() -> base.budget),
            s.ratio("budget_share").orElse(base.budgetShare));
    if (config.maxDelay.compareTo(config.initialDelay) < 0) {
      s.problem(
          "max_delay",
          "is "
              + s.shown("max_delay", Durations.format(config.maxDelay))
              + ", shorter than initial_delay",
          "expected at least " + s.shown("initial_delay", Durations.format(config.initialDelay)));
    }
    return enabled ? Optional.of(config) : Optional.empty();
  }
}
