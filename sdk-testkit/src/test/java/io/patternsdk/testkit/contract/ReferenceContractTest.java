package io.patternsdk.testkit.contract;

import java.util.List;
import java.util.Map;

/** The contracts can be kept, by a driver that does all and by one that does little. */
class ReferenceContractTest extends DriverContracts {
  @Override
  protected List<Variant> variants() {
    ReferenceServer server = new ReferenceServer();
    return List.of(
        Variant.of("shared", new ReferenceProvider(server), Map::of)
            .client(ReferenceServer.class)
            .stalledBy(server::stall)
            .losingPower(server::afterPowerLoss),
        Variant.of("unshared", new ReferenceProvider(), Map::of).unshared(),
        Variant.of("keys only", new ReferenceProvider(), () -> Map.of("keys_only", true)));
  }
}
