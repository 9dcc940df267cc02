package io.patternsdk.benchmarks.layer;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.standard.StandardCapabilities;
import java.util.Optional;

/**
 * A driver that does nothing, so that what is measured is what stands in front of it. {@code
 * script/bench} keeps the compiler from inlining it: what a real one is handed has to exist.
 */
final class IdleDriver implements Driver, KeyValue {
  private static final Optional<byte[]> VALUE = Optional.of(new byte[16]);

  static Backend backend(IdleDriver driver, String namespace) {
    return Backend.of(
        driver, DriverContext.builder("idle").namespace(Namespace.of(namespace)).build());
  }

  @Override
  public Optional<byte[]> get(String key) {
    return VALUE;
  }

  @Override
  public void set(String key, byte[] value) {}

  @Override
  public boolean delete(String key) {
    return false;
  }

  @Override
  public boolean exists(String key) {
    return true;
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.builder("idle").build();
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.builder()
        .add(StandardCapabilities.KEYVALUE_BASIC, this, Traits.defaults())
        .build();
  }

  @Override
  public Health health(Deadline deadline) {
    return Health.up();
  }

  @Override
  public void close() {}
}
