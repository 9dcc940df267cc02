package io.patternsdk.concurrency;

import io.patternsdk.core.config.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code bulkhead}.
 *
 * @param capacity how many calls run at once
 * @param timeout how long a call waits for a place
 * @param fair whether those who wait are served in the order of arrival
 */
public record BulkheadConfig(int capacity, Duration timeout, boolean fair) {

  static @Nullable BulkheadConfig read(Settings settings) {
    boolean enabled = settings.bool("enabled").orElse(true);
    BulkheadConfig config =
        new BulkheadConfig(
            settings.integer("capacity").range(1, 1_000_000).orElse(100),
            settings.duration("timeout").orElse(Duration.ofSeconds(5)),
            settings.bool("fair").orElse(true));
    return enabled ? config : null;
  }

  /** Makes a bulkhead. */
  public Bulkhead bulkhead(String name, GuardListener listener) {
    return Bulkhead.named(name)
        .capacity(capacity)
        .longestWait(timeout)
        .fair(fair)
        .listener(listener)
        .build();
  }
}
