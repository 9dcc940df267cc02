package io.patternsdk.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestServerTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  @Test
  void aRegisteredServerIsThereForTheTests() throws IOException {
    try (RedisText client = RedisText.connect(REDIS)) {
      assertThat(client.ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void aFailureCarriesTheEndOfTheLog() {
    AssertionError failure = new AssertionError("no");
    assertThatThrownBy(() -> REDIS.handleTestExecutionException(null, failure)).isSameAs(failure);
    assertThat(failure.getSuppressed())
        .singleElement()
        .asString()
        .contains("Ready to accept connections");
  }
}
