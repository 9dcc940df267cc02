package io.patternsdk.driver.s3;

import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.testkit.contract.DriverFaults;
import io.patternsdk.testkit.server.Breakable;
import io.patternsdk.testkit.server.RecipeServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

final class S3FaultTest extends DriverFaults {
  @RegisterExtension static final RecipeServer SERVER = RecipeServer.start(new S3ProxyRecipe(true));

  @Override
  protected DriverProvider provider() {
    return new S3DriverProvider();
  }

  @Override
  protected Breakable server() {
    return SERVER;
  }

  @Override
  protected Map<String, ?> settings(String host, int port) {
    Map<String, Object> settings = new HashMap<>(S3ProxyRecipe.settings(host, port));
    settings.put("max_key_bytes", 255); // of a file's name
    return settings;
  }

  @Override
  protected boolean countsReconnects() {
    return false;
  }
}
