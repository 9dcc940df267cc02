package io.patternsdk.driver.postgres;

import com.zaxxer.hikari.pool.HikariPool;
import io.patternsdk.testkit.contract.DriverContracts;
import io.patternsdk.testkit.contract.Variant;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

/** On the oldest version that this machine has, and on 18 with TLS. */
class PostgresContractTest extends DriverContracts {
  private static final String PASSWORD = "let me in";

  private static final Optional<PostgresServer> NEWEST =
      PostgresServer.find(PostgresProfile.plain().atLeast(18).password(PASSWORD).tls());

  @AfterAll
  static void closeNewest() {
    NEWEST.ifPresent(PostgresServer::close);
  }

  @Override
  protected List<Variant> variants() {
    return List.of(variant("plain", Map.of("addresses", PostgresServer.shared().uri())), newest());
  }

  private static Variant newest() {
    String name = "18, with TLS";
    return NEWEST
        .map(server -> variant(name, encrypted(server)).stalledBy(server::paused))
        .orElseGet(
            () ->
                Variant.missing(
                    name,
                    new PostgresDriverProvider(),
                    "no PostgreSQL 18 or newer; script/setup gets one"));
  }

  private static Map<String, ?> encrypted(PostgresServer server) {
    return Map.of(
        "addresses",
        server.uri(),
        "password",
        PASSWORD,
        "tls",
        Map.of("ca", server.certificate().certificate()));
  }

  private static Variant variant(String name, Map<String, ?> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("min_idle", 0);
    all.put("pool_timeout", "20s"); // so that a busy machine fails no case
    return Variant.of(name, new PostgresDriverProvider(), () -> all).client(HikariPool.class);
  }
}
