package io.patternsdk.driver.nats;

import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.testkit.contract.DriverFaults;
import io.patternsdk.testkit.server.NatsProfile;
import io.patternsdk.testkit.server.NatsServer;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

class NatsFaultTest extends DriverFaults {
  @RegisterExtension static final NatsServer SERVER = NatsServer.start(NatsProfile.faults());

  @Override
  protected DriverProvider provider() {
    return new NatsDriverProvider();
  }

  @Override
  protected NatsServer server() {
    return SERVER;
  }

  @Override
  protected Map<String, ?> settings(String host, int port) {
    return Map.of(
        "url", "nats://" + host + ":" + port, "ping_interval", "500ms", "stream_lease", "2s");
  }
}
