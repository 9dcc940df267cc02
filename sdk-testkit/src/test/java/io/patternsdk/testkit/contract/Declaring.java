package io.patternsdk.testkit.contract;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.driver.DriverProvider;
import java.util.Set;

/** A driver with one capability, that offers what it is told to offer. */
record Declaring(Capability<Runnable> capability, Runnable object, Set<String> canOffer)
    implements DriverProvider {

  @Override
  public String name() {
    return "declaring";
  }

  @Override
  public Driver open(DriverContext context) {
    return new Driver() {
      private final Capabilities capabilities =
          Capabilities.builder().add(capability, object, Traits.defaults()).build();

      @Override
      public DriverInfo info() {
        return DriverInfo.builder("declaring").build();
      }

      @Override
      public Capabilities capabilities() {
        return capabilities;
      }

      @Override
      public Health health(Deadline deadline) {
        return Health.up();
      }

      @Override
      public void close() {}
    };
  }
}
