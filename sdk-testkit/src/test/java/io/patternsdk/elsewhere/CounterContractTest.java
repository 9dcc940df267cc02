package io.patternsdk.elsewhere;

import io.patternsdk.testkit.contract.DriverContracts;
import io.patternsdk.testkit.contract.Variant;
import io.patternsdk.testkit.server.RecipeServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

final class CounterContractTest extends DriverContracts {
  @RegisterExtension
  private static final RecipeServer SERVER = RecipeServer.start(new CounterRecipe());

  @Override
  protected List<Variant> variants() {
    return List.of(
        Variant.of("plain", new CounterDriverProvider(), () -> Map.of("server", SERVER.uri())));
  }
}
