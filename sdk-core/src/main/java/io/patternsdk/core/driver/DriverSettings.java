package io.patternsdk.core.driver;

import io.patternsdk.core.config.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings that mean the same in every driver that has them, with their bounds. Each method notes
 * what is wrong and returns the given default where the setting is absent.
 */
public final class DriverSettings {
  private DriverSettings() {}

  /** Reads {@code connect_timeout}: how long one connection attempt may take. */
  public static Duration connectTimeout(Settings settings, Duration otherwise) {
    return settings
        .duration("connect_timeout")
        .range(Duration.ofMillis(10), Duration.ofMinutes(5))
        .orElse(otherwise);
  }

  /** Reads {@code visibility_timeout}: how long a delivery is hidden where nobody says. */
  public static Duration visibilityTimeout(Settings settings, Duration otherwise) {
    return settings
        .duration("visibility_timeout")
        .range(Duration.ofMillis(1), Duration.ofDays(365))
        .orElse(otherwise);
  }

  /** Reads {@code max_attempts}: after how many deliveries a message becomes a dead letter. */
  public static int maxAttempts(Settings settings, int otherwise) {
    return settings.integer("max_attempts").range(1, 1_000_000).orElse(otherwise);
  }

  /**
   * Reads {@code max_queue_idle}: after how long without an enqueue or a receive a queue is deleted
   * with all its messages; empty for never.
   */
  public static Optional<Duration> maxQueueIdle(Settings settings) {
    return settings
        .duration("max_queue_idle")
        .range(Duration.ofSeconds(1), Duration.ofDays(36_500))
        .optional();
  }

  /** Reads {@code subscriber_buffer}: the most messages that wait for one slow subscriber. */
  public static int subscriberBuffer(Settings settings, int otherwise) {
    return settings.integer("subscriber_buffer").range(1, 10_000_000).orElse(otherwise);
  }

  /**
   * Reads {@code stream_lease}: how long a member of a group that is not heard of keeps its
   * partitions.
   */
  public static Duration streamLease(Settings settings, Duration otherwise) {
    return settings
        .duration("stream_lease")
        .range(Duration.ofMillis(100), Duration.ofHours(1))
        .orElse(otherwise);
  }

  /** Reads {@code stream_partitions}: how many partitions a stream gets at its first use. */
  public static int streamPartitions(Settings settings, int otherwise) {
    return settings.integer("stream_partitions").range(1, 1_000).orElse(otherwise);
  }
}
