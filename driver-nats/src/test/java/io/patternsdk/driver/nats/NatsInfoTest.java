package io.patternsdk.driver.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.testkit.Failures;
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

  @Test
  void copiesThatASingleServerCannotMakeAreRefused() {
    Map<String, ?> three = Map.of("replicas", 3);
    BackendException failure =
        Failures.of(() -> Backends.open(Backends.options(NatsServer.shared().uri(), three)));
    assertThat(failure.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    assertThat(failure).hasMessageContainingAll("replicas is 3", "not in a cluster");
  }

  private static String server(NatsServer server) {
    BackendOptions options = BackendOptions.named("x").settings(Map.of("url", server.uri()));
    try (Backend backend =
        DriverRegistry.empty().with(new NatsDriverProvider()).open("nats", options)) {
      assertThat(backend.info().system()).isEqualTo("nats");
      return backend.info().server();
    }
  }
}
