package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverInfo;

/** A backend of which only the streams are seen. */
record StreamsOnly(Backend whole) implements Driver {

  Backend backend() {
    return Backend.of(this, BackendOptions.named("streams").toContext());
  }

  @Override
  public DriverInfo info() {
    return whole.info();
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.builder()
        .add(STREAM_BASIC, whole.require(STREAM_BASIC), whole.capabilities().traits(STREAM_BASIC))
        .build();
  }

  @Override
  public Health health(Deadline deadline) {
    return whole.health(deadline);
  }

  @Override
  public void close() {}
}
