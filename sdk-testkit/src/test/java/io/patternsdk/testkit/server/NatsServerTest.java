package io.patternsdk.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class NatsServerTest {
  private static final String STREAM =
      """
      {"name":"S","subjects":["s"],"retention":"limits","storage":"file","num_replicas":1}\
      """;

  @Test
  void aPrivateServerAnswersAndIsGoneAfterClose() throws IOException {
    NatsServer nats = NatsServer.start();
    try (NatsText client = NatsText.connect(nats)) {
      assertThat(client.info()).contains("\"jetstream\":true");
      assertThat(client.login("")).isEqualTo("PONG");
    }
    assertThat(nats.uri()).isEqualTo("nats://127.0.0.1:" + nats.port());

    nats.close();

    assertThatThrownBy(() -> NatsText.connect(nats)).isInstanceOf(ConnectException.class);
  }

  @Test
  void whatJetStreamAcknowledgedIsThereAfterAKillAndARestart() throws IOException {
    try (NatsServer nats = NatsServer.start(NatsProfile.faults())) {
      try (NatsText client = NatsText.connect(nats)) {
        client.login("");
        client.request("$JS.API.STREAM.CREATE.S", STREAM);
        assertThat(client.request("s", "first")).contains("\"seq\":1");
      }

      nats.kill();
      nats.restart();

      try (NatsText client = NatsText.connect(nats)) {
        client.login("");
        assertThat(client.request("$JS.API.STREAM.INFO.S", "")).contains("\"messages\":1");
      }
    }
  }

  @Test
  void jetStreamCanBeOff() throws IOException {
    try (NatsServer nats = NatsServer.start(NatsProfile.plain().coreOnly());
        NatsText client = NatsText.connect(nats)) {
      assertThat(client.info()).doesNotContain("\"jetstream\":true");
    }
  }

  @Test
  void userAndPasswordAreDemanded() throws IOException {
    try (NatsServer nats = NatsServer.start(NatsProfile.plain().user("app", "secret"))) {
      try (NatsText client = NatsText.connect(nats)) {
        assertThat(client.login("")).startsWith("-ERR 'Authorization");
      }
      try (NatsText client = NatsText.connect(nats)) {
        assertThat(client.login(",\"user\":\"app\",\"pass\":\"secret\"")).isEqualTo("PONG");
      }
    }
  }

  @Test
  void aTokenIsDemanded() throws IOException {
    try (NatsServer nats = NatsServer.start(NatsProfile.plain().token("t0ken"));
        NatsText client = NatsText.connect(nats)) {
      assertThat(client.login(",\"auth_token\":\"t0ken\"")).isEqualTo("PONG");
    }
  }

  @Test
  void tlsIsDemanded() throws IOException {
    try (NatsServer nats = NatsServer.start(NatsProfile.plain().tls());
        NatsText client = NatsText.connect(nats)) {
      assertThat(nats.uri()).startsWith("tls://");
      assertThat(client.info()).contains("\"tls_required\":true");
    }
  }

  @Test
  void theLargestMessageIsSet() throws IOException {
    try (NatsServer nats = NatsServer.start(NatsProfile.plain().maxPayload(1024));
        NatsText client = NatsText.connect(nats)) {
      assertThat(client.info()).contains("\"max_payload\":1024");
    }
  }

  @Test
  void aVersionThatNobodyHasIsAskedForByName() {
    assertThatThrownBy(() -> NatsServer.start(NatsProfile.plain().atLeast(99, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nats-server 99.1 or newer")
        .hasMessageContaining("script/setup");
  }

  @Test
  void aServerThatCannotStartSaysWhy() {
    assertThatThrownBy(() -> NatsServer.start(NatsProfile.plain().option("no_such_option: 1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no_such_option");
  }
}
