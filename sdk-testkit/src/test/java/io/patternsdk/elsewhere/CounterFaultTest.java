package io.patternsdk.elsewhere;

import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.testkit.contract.DriverFaults;
import io.patternsdk.testkit.server.Breakable;
import io.patternsdk.testkit.server.RecipeServer;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

final class CounterFaultTest extends DriverFaults {
  @RegisterExtension
  private static final RecipeServer SERVER = RecipeServer.start(new CounterRecipe());

  @Override
  protected DriverProvider provider() {
    return new CounterDriverProvider();
  }

  @Override
  protected Breakable server() {
    return SERVER;
  }

  @Override
  protected Map<String, ?> settings(String host, int port) {
    return Map.of("server", "counter://" + host + ":" + port);
  }

  @Override
  protected boolean countsReconnects() {
    return false;
  }
}
