package io.patternsdk.driver.redis;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Opens the driver as a pattern would, in a namespace that no other test has. */
final class Backends {
  private Backends() {}

  static BackendOptions options(String address) {
    return options(address, Map.of());
  }

  static BackendOptions options(String address, Map<String, ?> more) {
    return options(List.of(address), more);
  }

  static BackendOptions options(List<String> addresses, Map<String, ?> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("addresses", addresses);
    settings.putIfAbsent("max_retries", 0);
    return BackendOptions.named("redis-test")
        .namespace(UUID.randomUUID().toString())
        .operationTimeout(Duration.ofSeconds(10))
        .settings(settings);
  }

  static Backend open(String address) {
    return open(options(address));
  }

  static Backend open(BackendOptions options) {
    return DriverRegistry.empty().with(new RedisDriverProvider()).open("redis", options);
  }
}
