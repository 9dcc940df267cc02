package io.patternsdk.testkit.contract;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.standard.StandardCapabilities;
import java.util.Set;
import java.util.stream.Collectors;

/** Opens drivers in memory, simple enough to be right, that the contracts are tried on. */
public final class ReferenceProvider implements DriverProvider {
  private final ReferenceServer server;

  /** Makes one with a server of its own. */
  public ReferenceProvider() {
    this(new ReferenceServer());
  }

  ReferenceProvider(ReferenceServer server) {
    this.server = server;
  }

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Set<String> canOffer() {
    return StandardCapabilities.all().stream().map(Capability::name).collect(Collectors.toSet());
  }

  @Override
  public Traits canGuarantee(Capability<?> capability, DriverContext context) {
    return server.has(Flaw.MORE_IS_GUARANTEED_THAN_CAN_BE)
        ? Traits.builder().guarantee(Traits.Durability.PERIODIC, "at most").build()
        : ReferenceDriver.TRAITS;
  }

  @Override
  public void check(DriverContext context) {
    server.queues(context);
  }

  @Override
  public Driver open(DriverContext context) {
    return server.connect(context);
  }
}
