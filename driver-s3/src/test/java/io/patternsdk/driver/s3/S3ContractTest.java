package io.patternsdk.driver.s3;

import io.patternsdk.testkit.contract.DriverContracts;
import io.patternsdk.testkit.contract.Variant;
import io.patternsdk.testkit.server.RecipeServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;

final class S3ContractTest extends DriverContracts {
  @RegisterExtension
  static final RecipeServer SERVER = RecipeServer.start(new S3ProxyRecipe(false));

  @Override
  protected List<Variant> variants() {
    return List.of(
        Variant.of("trusted", new S3DriverProvider(), S3ContractTest::trusted)
            .client(S3Client.class)
            .stalledBy(SERVER::paused));
  }

  private static Map<String, Object> trusted() {
    Map<String, Object> settings = new HashMap<>(S3ProxyRecipe.settings(SERVER));
    settings.put("conditional_writes", "trusted");
    return settings;
  }
}
