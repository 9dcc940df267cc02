package io.patternsdk.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.testkit.Eventually;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisServerTest {
  @Test
  void aPrivateServerAnswersAndIsGoneAfterClose() throws IOException {
    RedisServer redis = RedisServer.start();
    try (RedisText client = RedisText.connect(redis)) {
      assertThat(client.ask("PING")).isEqualTo("+PONG");
    }
    assertThat(redis.uri()).isEqualTo("redis://127.0.0.1:" + redis.port());

    redis.close();
    redis.close();

    assertThatThrownBy(() -> RedisText.connect(redis)).isInstanceOf(ConnectException.class);
  }

  @Test
  void whatWasAcknowledgedIsThereAfterAKillAndARestart() throws IOException {
    try (RedisServer redis = RedisServer.start(RedisProfile.faults())) {
      int port = redis.port();
      try (RedisText client = RedisText.connect(redis)) {
        assertThat(client.ask("SET k v")).isEqualTo("+OK");
      }

      redis.kill();
      assertThatThrownBy(() -> RedisText.connect(redis)).isInstanceOf(ConnectException.class);
      redis.restart();

      assertThat(redis.port()).isEqualTo(port);
      try (RedisText client = RedisText.connect(redis)) {
        assertThat(client.ask("GET k")).isEqualTo("v");
      }
    }
  }

  @Test
  void aPausedServerTakesConnectionsAndAnswersWhenResumed() throws IOException {
    try (RedisServer redis = RedisServer.start()) {
      redis.pause();
      try (RedisText client = RedisText.connect(redis)) {
        assertThatThrownBy(() -> client.ask("PING")).isInstanceOf(SocketTimeoutException.class);
      }
      redis.resume();
      Eventually.within(Duration.ofMinutes(1)).check(() -> assertAnswers(redis));
    }
  }

  @Test
  void aPausedServerCanBeClosed() {
    RedisServer redis = RedisServer.start();
    redis.pause();
    redis.close();
    assertThatThrownBy(() -> RedisText.connect(redis)).isInstanceOf(ConnectException.class);
  }

  @Test
  void passwordAndUserAreDemanded() throws IOException {
    RedisProfile profile =
        RedisProfile.plain().password("all").user("reader", "some", "~* &* +@read");
    try (RedisServer redis = RedisServer.start(profile);
        RedisText client = RedisText.connect(redis)) {
      assertThat(client.ask("GET k")).startsWith("-NOAUTH");
      assertThat(client.ask("AUTH reader some")).isEqualTo("+OK");
      assertThat(client.ask("GET k")).isEqualTo("$-1");
      assertThat(client.ask("SET k v")).startsWith("-NOPERM");
      assertThat(client.ask("AUTH all")).isEqualTo("+OK");
      assertThat(client.ask("SET k v")).isEqualTo("+OK");
    }
  }

  @Test
  void tlsAnswersToWhoTrustsItsCertificate() throws IOException {
    try (RedisServer redis = RedisServer.start(RedisProfile.plain().tls());
        RedisText client = RedisText.connectEncrypted(redis)) {
      assertThat(redis.uri()).startsWith("rediss://");
      assertThat(client.ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void memoryLimitAndKeyEventsAreSet() throws IOException {
    RedisProfile profile = RedisProfile.plain().keyspaceEvents("KEA").maxMemory("1", "noeviction");
    try (RedisServer redis = RedisServer.start(profile);
        RedisText client = RedisText.connect(redis)) {
      assertThat(client.ask("SET k v")).startsWith("-OOM");
      assertThat(client.ask("CONFIG GET notify-keyspace-events")).isEqualTo("*2");
    }
  }

  @Test
  void aServerThatCannotStartSaysWhy() {
    assertThatThrownBy(() -> RedisServer.start(RedisProfile.plain().option("no-such-option 1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no-such-option");
  }

  @Test
  void theSharedServerIsOneAndStaysWhenClosed() throws IOException {
    RedisServer.shared().close();
    assertThat(RedisServer.shared()).isSameAs(RedisServer.shared());
    assertAnswers(RedisServer.shared());
  }

  private static void assertAnswers(RedisServer redis) throws IOException {
    try (RedisText client = RedisText.connect(redis)) {
      assertThat(client.ask("PING")).isEqualTo("+PONG");
    }
  }
}
