package io.patternsdk.driver.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.api.AccountStatistics;
import io.nats.client.impl.NatsMessage;
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

  @Test
  void aClusterThatHasNoQuorumIsNotOneWithoutJetStream() {
    assertThat(NatsFacts.hasJetStream(answer("{\"streams\": 1}"))).isTrue();
    assertThat(NatsFacts.hasJetStream(refusal(503, 10039))).isFalse();
    assertThat(NatsFacts.hasJetStream(refusal(503, 10076))).isFalse();
    BackendException failure = Failures.of(() -> NatsFacts.hasJetStream(refusal(503, 10008)));
    assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("refused (10008)");
  }

  private static AccountStatistics refusal(int code, int apiCode) {
    return answer(
        "{\"error\": {\"code\": %d, \"err_code\": %d, \"description\": \"refused\"}}"
            .formatted(code, apiCode));
  }

  private static AccountStatistics answer(String json) {
    return new AccountStatistics(NatsMessage.builder().subject("answer").data(json).build());
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
