package io.patternsdk.driver.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.driver.Backend;
import io.patternsdk.core.driver.BackendOptions;
import io.patternsdk.core.driver.DriverRegistry;
import io.patternsdk.testkit.server.NatsProfile;
import io.patternsdk.testkit.server.NatsServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NatsInfoTest {
  @RegisterExtension
  static final NatsServer core = NatsServer.start(NatsProfile.plain().coreOnly());

  @Test
  void aServerWithoutJetStreamIsCalledThat() {
    assertThat(server(core)).startsWith("NATS 2.").endsWith(" without JetStream");
    assertThat(server(NatsServer.shared())).startsWith("NATS 2.").doesNotContain("JetStream");
  }

  private static String server(NatsServer server) {
    BackendOptions options = BackendOptions.named("x").settings(Map.of("url", server.uri()));
    try (Backend backend =
        DriverRegistry.empty().with(new NatsDriverProvider()).open("nats", options)) {
      return backend.info().server();
    }
  }
}
