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

  @Test
  void aServerOfTheEnvironmentIsUsedAsItIsNamed() {
    Backing given = Finder.given("PATTERNSDK_TEST_REDIS", "rediss://somewhere:6380");
    assertThat(given.host()).isEqualTo("somewhere");
    assertThat(given.port()).isEqualTo(6380);
    assertThat(given.address("redis")).isEqualTo("rediss://somewhere:6380");
  }

  @Test
  void aServerOfTheEnvironmentIsNotBroken() {
    Backing given = Finder.given("PATTERNSDK_TEST_REDIS", "redis://somewhere:6379");
    assertThatThrownBy(given::kill)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("PATTERNSDK_TEST_REDIS");
  }

  @Test
  void anAddressWithoutAPortIsRefused() {
    assertThatThrownBy(() -> Finder.given("PATTERNSDK_TEST_REDIS", "somewhere"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("scheme://host:port");
  }
}
