package io.patternsdk.driver.postgres;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Opens the driver as a pattern would, in a namespace that no other test has. */
final class Backends {
  private Backends() {}

  static BackendOptions options(String address) {
    return options(address, Map.of());
  }

  static BackendOptions options(String address, Map<String, ?> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("addresses", address);
    settings.putIfAbsent("max_retries", 0);
    settings.putIfAbsent("min_idle", 0);
    return BackendOptions.named("postgres-test")
        .namespace(UUID.randomUUID().toString())
        .operationTimeout(Duration.ofSeconds(10))
        .settings(settings);
  }

  static Backend open(String address) {
    return open(options(address));
  }

  static Backend open(BackendOptions options) {
    return DriverRegistry.empty().with(new PostgresDriverProvider()).open("postgres", options);
  }
}
