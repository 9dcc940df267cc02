package io.patternsdk.driver.embedded;

import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.DriverSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How an embedded backend works. Immutable; each {@code with} method returns a changed copy.
 *
 * @param path the file that keeps the data; empty for memory only
 * @param visibilityTimeout how long a delivered message stays hidden where the caller does not say;
 *     at least 1 ms
 * @param maxAttempts after how many deliveries a message becomes a dead letter; at least 1
 * @param maxValueBytes the most bytes of a value or message body; from 1 KiB to 64 MiB
 * @param subscriberBuffer how many messages wait for one slow subscriber before some are dropped;
 *     from 1 to 10,000,000
 * @param streamPartitions how many partitions a stream gets at its first use; from 1 to 1,000
 * @param streamLease how long a member of a group that is not heard of keeps its partitions; from
 *     100 ms
 */
public record EmbeddedConfig(
    Optional<Path> path,
    Duration visibilityTimeout,
    int maxAttempts,
    long maxValueBytes,
    int subscriberBuffer,
    int streamPartitions,
    Duration streamLease) {
  private static final Duration LEAST_VISIBILITY = Duration.ofMillis(1);
  private static final Duration LEAST_LEASE = Duration.ofMillis(100);
  private static final long LEAST_VALUE_BYTES = 1 << 10;
  private static final long MOST_VALUE_BYTES = 64 << 20;
  private static final int MOST_BUFFER = 10_000_000;
  private static final int MOST_PARTITIONS = 1_000;
  private static final EmbeddedConfig DEFAULTS =
      new EmbeddedConfig(
          Optional.empty(), Duration.ofSeconds(30), 5, 16 << 20, 16_384, 8, Duration.ofSeconds(10));

  /** Refuses what is out of range with an {@link IllegalArgumentException}. */
  public EmbeddedConfig {
    check(visibilityTimeout.compareTo(LEAST_VISIBILITY) >= 0, "visibilityTimeout");
    check(maxAttempts >= 1, "maxAttempts");
    check(maxValueBytes >= LEAST_VALUE_BYTES && maxValueBytes <= MOST_VALUE_BYTES, "maxValueBytes");
    check(subscriberBuffer >= 1 && subscriberBuffer <= MOST_BUFFER, "subscriberBuffer");
    check(streamLease.compareTo(LEAST_LEASE) >= 0, "streamLease");
    check(streamPartitions >= 1 && streamPartitions <= MOST_PARTITIONS, "streamPartitions");
  }

  /** Returns memory only, 30 s, 5 attempts, 16 MiB, 16,384 messages, 8 partitions and 10 s. */
  public static EmbeddedConfig defaults() {
    return DEFAULTS;
  }

  /** Reads the settings; what is wrong with them is noted there. */
  public static EmbeddedConfig from(Settings settings) {
    return new EmbeddedConfig(
        settings
            .path("path")
            .guarding() // without it everything is lost at the end
            .check(p -> !Files.exists(p) || Files.isRegularFile(p), "of a regular file")
            .optional(),
        DriverSettings.visibilityTimeout(settings, DEFAULTS.visibilityTimeout),
        DriverSettings.maxAttempts(settings, DEFAULTS.maxAttempts),
        settings
            .size("max_value_bytes")
            .range(LEAST_VALUE_BYTES, MOST_VALUE_BYTES)
            .orElse(DEFAULTS.maxValueBytes),
        DriverSettings.subscriberBuffer(settings, DEFAULTS.subscriberBuffer),
        DriverSettings.streamPartitions(settings, DEFAULTS.streamPartitions),
        DriverSettings.streamLease(settings, DEFAULTS.streamLease));
  }

  /** Keeps the data in a file, which is created where it does not exist. */
  public EmbeddedConfig withPath(Path file) {
    return new EmbeddedConfig(
        Optional.of(file),
        visibilityTimeout,
        maxAttempts,
        maxValueBytes,
        subscriberBuffer,
        streamPartitions,
        streamLease);
  }

  /** Sets how long a delivered message stays hidden. */
  public EmbeddedConfig withVisibilityTimeout(Duration timeout) {
    return new EmbeddedConfig(
        path, timeout, maxAttempts, maxValueBytes, subscriberBuffer, streamPartitions, streamLease);
  }

  /** Sets after how many deliveries a message becomes a dead letter. */
  public EmbeddedConfig withMaxAttempts(int attempts) {
    return new EmbeddedConfig(
        path,
        visibilityTimeout,
        attempts,
        maxValueBytes,
        subscriberBuffer,
        streamPartitions,
        streamLease);
  }

  /** Sets the most bytes of a value or message body. */
  public EmbeddedConfig withMaxValueBytes(long bytes) {
    return new EmbeddedConfig(
        path,
        visibilityTimeout,
        maxAttempts,
        bytes,
        subscriberBuffer,
        streamPartitions,
        streamLease);
  }

  /** Sets how many messages wait for one slow subscriber. */
  public EmbeddedConfig withSubscriberBuffer(int messages) {
    return new EmbeddedConfig(
        path,
        visibilityTimeout,
        maxAttempts,
        maxValueBytes,
        messages,
        streamPartitions,
        streamLease);
  }

  /** Sets how many partitions a stream gets at its first use. */
  public EmbeddedConfig withStreamPartitions(int partitions) {
    return new EmbeddedConfig(
        path,
        visibilityTimeout,
        maxAttempts,
        maxValueBytes,
        subscriberBuffer,
        partitions,
        streamLease);
  }

  /** Sets how long a member of a group that is not heard of keeps its partitions. */
  public EmbeddedConfig withStreamLease(Duration lease) {
    return new EmbeddedConfig(
        path,
        visibilityTimeout,
        maxAttempts,
        maxValueBytes,
        subscriberBuffer,
        streamPartitions,
        lease);
  }

  private static void check(boolean right, String name) {
    if (!right) {
      throw new IllegalArgumentException(name + " is out of range");
    }
  }
}
