package io.patternsdk.core.driver;

import java.util.Set;

/** A driver whose release asks for a core that does not exist. */
final class DemandingProvider implements DriverProvider {
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
