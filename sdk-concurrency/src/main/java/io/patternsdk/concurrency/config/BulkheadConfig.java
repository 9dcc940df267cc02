package io.patternsdk.concurrency.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import io.patternsdk.core.config.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * A bound on calls at once.
 *
 * @param capacity how many calls may be under way
 * @param timeout how long one more may wait for its turn; zero refuses it at once
 * @param fair whether those who wait are served in the order of arrival
 */
public record BulkheadConfig(int capacity, Duration timeout, boolean fair) {

  /** What holds where nothing is written. */
  public static final BulkheadConfig STANDARD = new BulkheadConfig(100, ofSeconds(5), true);

  static Optional<BulkheadConfig> from(Settings s, Optional<BulkheadConfig> inherited) {
    BulkheadConfig base = inherited.orElse(STANDARD);
    boolean enabled = GuardConfig.enabled(s, inherited);
    BulkheadConfig config =
        new BulkheadConfig(
            s.integer("capacity").range(1, 1_000_000).orElse(base.capacity),
            s.duration("timeout").max(ofHours(1)).orElse(base.timeout),
            s.bool("fair").orElse(base.fair));
    return enabled ? Optional.of(config) : Optional.empty();
  }
}
