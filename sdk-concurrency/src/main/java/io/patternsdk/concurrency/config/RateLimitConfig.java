package io.patternsdk.concurrency.config;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.patternsdk.core.config.Durations;
import io.patternsdk.core.config.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * A bound on calls in a time.
 *
 * @param rate how many calls there may be in each {@code per}
 * @param per the time that the rate is for
 * @param burst how many calls may come at once after a pause
 * @param timeout how long a call may wait for its turn; zero refuses it at once
 */
public record RateLimitConfig(int rate, Duration per, int burst, Duration timeout) {

  static Optional<RateLimitConfig> from(Settings s, Optional<RateLimitConfig> inherited) {
    boolean enabled = GuardConfig.enabled(s, inherited);
    var written = s.integer("rate").range(1, 1_000_000);
    int rate =
        inherited.isPresent()
            ? written.orElse(inherited.get().rate)
            : enabled ? written.required() : written.orElse(1);
    RateLimitConfig base =
        inherited.orElseGet(
            () -> new RateLimitConfig(rate, ofSeconds(1), Math.min(rate, 10_000), ZERO));
    RateLimitConfig config =
        new RateLimitConfig(
            rate,
            s.duration("per").range(ofMillis(1), ofHours(24)).orElse(base.per),
            s.integer("burst").range(1, 10_000).orElse(base.burst),
            s.duration("timeout").max(ofHours(1)).orElse(base.timeout));
    config.check(s);
    return enabled ? Optional.of(config) : Optional.empty();
  }

  private void check(Settings s) {
    double nanos = (double) per.toNanos() / Math.max(1, rate);
    if (nanos < 1_000 || nanos > ofHours(24).toNanos()) {
      s.problem(
          "rate",
          "is " + s.shown("rate", rate) + " in " + s.shown("per", Durations.format(per)),
          "expected from 1 a day to 1,000,000 a second");
    }
  }
}
