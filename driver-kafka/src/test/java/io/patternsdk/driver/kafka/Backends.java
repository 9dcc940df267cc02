package io.patternsdk.driver.kafka;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.driver.DriverContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Opens the driver as a program would. */
final class Backends {
  private static final Duration OPERATION_TIMEOUT = Duration.ofSeconds(20);

  private Backends() {}

  static Backend open(String address, Map<String, ?> settings) {
    return open(address, settings, OPERATION_TIMEOUT);
  }

  static Backend open(String address, Map<String, ?> settings, Duration operationTimeout) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("addresses", address);
    DriverContext context =
        BackendOptions.named("test").settings(all).operationTimeout(operationTimeout).toContext();
    return Backend.of(new KafkaDriverProvider().open(context), context);
  }
}
