package io.patternsdk.driver.clickhouse;

import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.testkit.contract.DriverFaults;
import io.patternsdk.testkit.server.Breakable;
import io.patternsdk.testkit.server.RecipeServer;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ClickHouseFaultTest extends DriverFaults {
  @RegisterExtension static final RecipeServer SERVER = RecipeServer.start(new ClickHouseRecipe());

  @Override
  protected DriverProvider provider() {
    return new ClickHouseDriverProvider();
  }

  @Override
  protected Breakable server() {
    return SERVER;
  }

  @Override
  protected Map<String, ?> settings(String host, int port) {
    Map<String, Object> settings = ClickHouseRecipe.settings(host, port);
    settings.put("max_retries", 0);
    return settings;
  }

  @Override
  protected boolean countsReconnects() {
    return false;
  }
}
