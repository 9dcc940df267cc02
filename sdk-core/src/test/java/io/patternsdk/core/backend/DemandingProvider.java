package io.patternsdk.core.backend;

import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import java.util.Set;

/** A driver whose release asks for a core that does not exist. */
public final class DemandingProvider implements DriverProvider {
  @Override
  public String name() {
    return "demanding";
  }

  @Override
  public Set<String> canOffer() {
    return Set.of();
  }

  @Override
  public Driver open(DriverContext context) {
    throw new AssertionError("it must not be opened");
  }
}
