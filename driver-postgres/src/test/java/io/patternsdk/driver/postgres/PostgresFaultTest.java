package io.patternsdk.driver.postgres;

import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.testkit.contract.DriverFaults;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresFaultTest extends DriverFaults {
  @RegisterExtension
  static final PostgresServer SERVER = PostgresServer.start(PostgresProfile.faults());

  @Override
  protected DriverProvider provider() {
    return new PostgresDriverProvider();
  }

  @Override
  protected PostgresServer server() {
    return SERVER;
  }

  @Override
  protected Map<String, ?> settings(String host, int port) {
    return Map.of(
        "addresses",
        "postgres://" + host + ":" + port,
        "max_retries",
        0,
        "min_idle",
        0,
        "stream_lease",
        "2s");
  }

  @Override
  protected boolean countsReconnects() {
    return false;
  }
}
