package io.patternsdk.driver.postgres;

import com.zaxxer.hikari.pool.HikariPool;
import io.patternsdk.testkit.contract.DriverContracts;
import io.patternsdk.testkit.contract.Variant;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresContractTest extends DriverContracts {
  private static final String PASSWORD = "let me in";

  @RegisterExtension
  static final PostgresServer TLS =
      PostgresServer.start(PostgresProfile.plain().password(PASSWORD).tls());

  @Override
  protected List<Variant> variants() {
    return List.of(
        variant("plain", Map.of("addresses", PostgresServer.shared().uri())),
        variant(
                "tls",
                Map.of(
                    "addresses",
                    TLS.uri(),
                    "password",
                    PASSWORD,
                    "tls",
                    Map.of("ca", TLS.certificate().certificate())))
            .stalledBy(TLS::paused));
  }

  private static Variant variant(String name, Map<String, ?> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("min_idle", 0);
    return Variant.of(name, new PostgresDriverProvider(), () -> all).client(HikariPool.class);
  }
}
