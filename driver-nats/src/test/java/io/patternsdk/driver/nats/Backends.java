package io.patternsdk.driver.nats;

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

  static BackendOptions options(String url) {
    return options(url, Map.of());
  }

  static BackendOptions options(String url, Map<String, ?> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("url", url);
    return BackendOptions.named("nats-test")
        .namespace(UUID.randomUUID().toString())
        .operationTimeout(Duration.ofSeconds(10))
        .settings(settings);
  }

  static Backend open(String url) {
    return open(options(url));
  }

  static Backend open(BackendOptions options) {
    return DriverRegistry.empty().with(new NatsDriverProvider()).open("nats", options);
  }
}
