package io.patternsdk.driver.postgres.connections;

import io.patternsdk.core.config.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How connections are shared.
 *
 * @param size the most for calls
 * @param minIdle how many are kept ready
 * @param maxAge after which one is replaced
 * @param timeout how long a call waits for one that is free
 * @param idleTimeout after which one beyond {@code minIdle} is closed
 * @param idleCheck how often an idle one is asked whether it lives
 */
public record PostgresPool(
    int size,
    int minIdle,
    Duration maxAge,
    Duration timeout,
    Duration idleTimeout,
    Duration idleCheck) {

  /** A server takes 100 connections by default, and several processes share it. */
  private static final int MOST_BY_DEFAULT = 50;

  /** What a backend is for; the defaults follow it. */
  private enum Profile {
    HIGH_THROUGHPUT,
    LOW_LATENCY,
    BATCH
  }

  static PostgresPool from(Settings settings) {
    Profile profile = settings.choice("profile", Profile.class).orNull();
    int size = settings.integer("pool_size").range(1, 1_000).orElse(size(profile));
    int idle =
        settings
            .integer("min_idle")
            .range(0, 1_000)
            .orElse(profile == Profile.LOW_LATENCY ? size : size / 2);
    if (idle > size) {
      settings.problem("min_idle", "is more than pool_size", "at most " + size);
    }
    Duration maxAge = between(settings, "max_age", Duration.ofMinutes(1), Duration.ofMinutes(30));
    Duration unused =
        between(settings, "idle_timeout", Duration.ofSeconds(10), Duration.ofMinutes(5));
    if (unused.plusSeconds(1).compareTo(maxAge) > 0) {
      settings.problem("idle_timeout", "is not less than max_age", "less, or a longer max_age");
    }
    Duration timeout = Duration.ofSeconds(profile == Profile.BATCH ? 30 : 4);
    return new PostgresPool(
        size,
        idle,
        maxAge,
        between(settings, "pool_timeout", Duration.ofMillis(10), timeout),
        unused,
        between(settings, "idle_check", Duration.ofSeconds(30), Duration.ofMinutes(1)));
  }

  private static int size(@Nullable Profile profile) {
    int each = 10 * Runtime.getRuntime().availableProcessors();
    if (profile == Profile.BATCH) {
      return 4;
    }
    return profile == Profile.HIGH_THROUGHPUT
        ? Math.clamp(each, 50, 100)
        : Math.min(MOST_BY_DEFAULT, each);
  }

  private static Duration between(
      Settings settings, String name, Duration least, Duration otherwise) {
    return settings.duration(name).range(least, Duration.ofDays(1)).orElse(otherwise);
  }
}
