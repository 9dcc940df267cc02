package io.patternsdk.lifecycle.config;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.patternsdk.core.config.Durations;
import io.patternsdk.core.config.Settings;
import java.time.Duration;

/**
 * How long starting and stopping may take.
 *
 * @param gracefulTimeout for finishing what was accepted; then workers are interrupted
 * @param shutdownTimeout for the whole of stopping, at least {@code drainDelay} and {@code
 *     gracefulTimeout} together, and by default five seconds more
 * @param healthCheckInterval between two looks at the backends
 * @param startupTimeout for reaching the backends at start, with repetitions
 * @param drainDelay between saying "not ready" and taking no more work
 */
public record LifecycleConfig(
    Duration gracefulTimeout,
    Duration shutdownTimeout,
    Duration healthCheckInterval,
    Duration startupTimeout,
    Duration drainDelay) {

  private static final Duration BUFFER = ofSeconds(5);

  static LifecycleConfig from(Settings s) {
    Duration graceful = s.duration("graceful_timeout").max(ofHours(24)).orElse(ofSeconds(30));
    Duration drainDelay = s.duration("drain_delay").max(ofHours(24)).orElse(ZERO);
    Duration least = graceful.plus(drainDelay);
    Duration shutdown = s.duration("shutdown_timeout").max(ofDays(3)).orElse(least.plus(BUFFER));
    if (shutdown.compareTo(least) < 0) {
      s.problem(
          "shutdown_timeout",
          "is "
              + s.shown("shutdown_timeout", Durations.format(shutdown))
              + ", shorter than drain_delay + graceful_timeout",
          "expected at least "
              + (drainDelay.isZero()
                  ? ""
                  : s.shown("drain_delay", Durations.format(drainDelay)) + " + ")
              + s.shown("graceful_timeout", Durations.format(graceful)));
    }
    return new LifecycleConfig(
        graceful,
        shutdown,
        s.duration("health_check_interval").range(ofMillis(10), ofHours(24)).orElse(ofSeconds(10)),
        s.duration("startup_timeout").max(ofHours(24)).orElse(ofSeconds(30)),
        drainDelay);
  }

  /** From the beginning of a stop until what is under way is interrupted. */
  public Duration untilInterrupted() {
    return drainDelay.plus(gracefulTimeout);
  }
}
