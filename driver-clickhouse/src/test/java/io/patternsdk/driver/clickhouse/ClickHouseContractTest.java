package io.patternsdk.driver.clickhouse;

import com.clickhouse.client.api.Client;
import io.patternsdk.testkit.contract.DriverContracts;
import io.patternsdk.testkit.contract.Variant;
import io.patternsdk.testkit.server.RecipeServer;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ClickHouseContractTest extends DriverContracts {
  @RegisterExtension static final RecipeServer SERVER = RecipeServer.start(new ClickHouseRecipe());

  @Override
  protected List<Variant> variants() {
    return List.of(
        Variant.of("plain", new ClickHouseDriverProvider(), () -> ClickHouseRecipe.settings(SERVER))
            .client(Client.class)
            .stalledBy(SERVER::paused));
  }
}
