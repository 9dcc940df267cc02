package io.patternsdk.testkit.contract;

import java.util.List;
import java.util.Map;

/** The contracts can be kept. */
class ReferenceContractTest extends DriverContracts {
  @Override
  protected List<Variant> variants() {
    return List.of(
        Variant.of("in memory", new ReferenceProvider(), Map::of).client(ReferenceServer.class));
  }
}
