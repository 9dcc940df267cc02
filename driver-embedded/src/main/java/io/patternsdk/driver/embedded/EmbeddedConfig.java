package io.patternsdk.driver.embedded;

import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.DriverSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How an embedded backend works; docs/drivers/embedded.md says what each part means. Immutable. */
record EmbeddedConfig(
    Optional<Path> path,
    Duration visibilityTimeout,
    int maxAttempts,
    long maxValueBytes,
    int subscriberBuffer,
    int streamPartitions,
    Duration streamLease) {

  static EmbeddedConfig from(Settings settings) {
    return new EmbeddedConfig(
        settings
            .path("path")
            .guarding() // without it everything is lost at the end
            .check(p -> !Files.exists(p) || Files.isRegularFile(p), "of a regular file")
            .optional(),
        DriverSettings.visibilityTimeout(settings, Duration.ofSeconds(30)),
        DriverSettings.maxAttempts(settings, 5),
        settings.size("max_value_bytes").range(1L << 10, 64L << 20).orElse(16L << 20),
        DriverSettings.subscriberBuffer(settings, 16_384),
        DriverSettings.streamPartitions(settings, 8),
        DriverSettings.streamLease(settings, Duration.ofSeconds(10)));
  }
}
