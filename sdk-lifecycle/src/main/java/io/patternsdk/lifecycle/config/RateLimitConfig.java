package io.patternsdk.lifecycle.config;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

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
    var written = s.integer("rate").range(1, 10_000_000);
    int rate =
        inherited.isPresent()
            ? written.orElse(inherited.get().rate)
            : enabled ? written.required() : written.orElse(1);
    RateLimitConfig base =
        inherited.orElseGet(() -> new RateLimitConfig(rate, ofSeconds(1), rate, ZERO));
    RateLimitConfig config =
        new RateLimitConfig(
            rate,
            s.duration("per").range(ofMillis(1), ofHours(24)).orElse(base.per),
            s.integer("burst").range(1, 10_000_000).orElse(base.burst),
            s.duration("timeout").max(ofHours(1)).orElse(base.timeout));
    return enabled ? Optional.of(config) : Optional.empty();
  }
}
