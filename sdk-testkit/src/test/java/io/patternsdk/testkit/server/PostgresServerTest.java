package io.patternsdk.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.testkit.Eventually;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresServerTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aPrivateServerAnswersAndIsGoneAfterClose(int version) throws IOException {
    PostgresServer postgres = PostgresServer.start(PostgresProfile.plain().atLeast(version));
    try (PostgresText client = PostgresText.connect(postgres)) {
      assertThat(Integer.parseInt(client.ask("SHOW server_version_num")) / 10_000)
          .isGreaterThanOrEqualTo(version);
      assertThat(client.ask("SHOW wal_level")).isEqualTo("logical");
      assertThat(client.ask("SHOW synchronous_commit")).isEqualTo("on");
    }
    assertThat(postgres.uri()).isEqualTo("postgresql://127.0.0.1:" + postgres.port());

    postgres.close();
    postgres.close();

    assertThatThrownBy(() -> PostgresText.connect(postgres)).isInstanceOf(ConnectException.class);
  }

  @Test
  void whatWasAcknowledgedIsThereAfterAKillAndARestart() throws IOException {
    try (PostgresServer postgres = PostgresServer.start(PostgresProfile.faults())) {
      int port = postgres.port();
      try (PostgresText client = PostgresText.connect(postgres)) {
        assertThat(client.ask("SHOW fsync")).isEqualTo("on");
        assertThat(client.ask("CREATE TABLE t AS SELECT 7 AS n")).isEmpty();

        postgres.kill();

        assertThatThrownBy(() -> client.ask("SELECT 1")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> PostgresText.connect(postgres))
            .isInstanceOf(ConnectException.class);
      }
      postgres.restart();

      assertThat(postgres.port()).isEqualTo(port);
      try (PostgresText client = PostgresText.connect(postgres)) {
        assertThat(client.ask("SELECT n FROM t")).isEqualTo("7");
        postgres.restart();
      }
    }
  }

  @Test
  void aPausedServerFreezesItsConnectionsToo() throws IOException {
    try (PostgresServer postgres = PostgresServer.start();
        PostgresText client = PostgresText.connect(postgres)) {
      postgres.pause();
      assertThatThrownBy(() -> client.ask("SELECT 1")).isInstanceOf(SocketTimeoutException.class);
      assertThatThrownBy(() -> PostgresText.connect(postgres))
          .isInstanceOf(SocketTimeoutException.class);
      postgres.resume();
      SOON.check(() -> assertAnswers(postgres));
    }
  }

  @Test
  void aPausedServerCanBeClosed() {
    PostgresServer postgres = PostgresServer.start();
    postgres.pause();
    postgres.close();
    assertThatThrownBy(() -> PostgresText.connect(postgres)).isInstanceOf(ConnectException.class);
  }

  @Test
  void aPasswordIsDemanded() throws IOException {
    try (PostgresServer postgres =
            PostgresServer.start(PostgresProfile.plain().password("let me"));
        PostgresText client = PostgresText.connect(postgres)) {
      assertThat(client.login()).isEqualTo("SASL");
    }
  }

  @Test
  void tlsIsDemandedAndAnswersToWhoTrustsItsCertificate() throws IOException {
    try (PostgresServer postgres = PostgresServer.start(PostgresProfile.plain().tls());
        PostgresText plain = PostgresText.connect(postgres);
        PostgresText client = PostgresText.connectEncrypted(postgres)) {
      assertThat(plain.login()).contains("no encryption");
      assertThat(client.ask("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
          .isEqualTo("t");
    }
  }

  @Test
  void connectionsBeyondTheMostAreRefused() throws IOException {
    PostgresProfile profile =
        PostgresProfile.plain()
            .maxConnections(4)
            .option("superuser_reserved_connections", "0")
            .option("max_wal_senders", "0");
    try (PostgresServer postgres = PostgresServer.start(profile)) {
      List<PostgresText> all = new ArrayList<>();
      SOON.check(
          () -> {
            all.add(PostgresText.connect(postgres));
            assertThat(all.getLast().login()).contains("too many clients");
          });
      assertThat(all).hasSizeLessThanOrEqualTo(5); // the fixture's own may have been still there
      for (PostgresText each : all) {
        each.close();
      }
    }
  }

  @Test
  void aStandbyFollowsAndBecomesAPrimary() throws IOException {
    try (PostgresServer primary = PostgresServer.start();
        PostgresServer standby = primary.standby(PostgresProfile.plain())) {
      try (PostgresText client = PostgresText.connect(primary)) {
        client.ask("CREATE TABLE t AS SELECT 7 AS n");
      }
      SOON.check(() -> assertThat(ask(standby, "SELECT n FROM t")).isEqualTo("7"));
      assertThat(ask(standby, "DROP TABLE t")).contains("read-only");
      primary.kill();
      assertThat(ask(standby, "SELECT pg_promote()")).isEqualTo("t");
      assertThat(ask(standby, "DROP TABLE t")).isEmpty();
    }
  }

  @Test
  void aServerThatCannotStartSaysWhyAndLeavesNothing() {
    assertThatThrownBy(
            () -> PostgresServer.start(PostgresProfile.plain().option("no_such_option", "1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no_such_option");
  }

  @Test
  void aKilledServerLeavesNoMemoryBehind() throws IOException {
    Path segments = Path.of("/proc/sysvipc/shm");
    PostgresServer postgres = PostgresServer.start();
    String key = ask(postgres, "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 7)");
    String id = key.strip().replaceAll("^\\S+\\s+", "");
    postgres.kill();
    postgres.close();
    try (Stream<String> lines = Files.lines(segments)) {
      assertThat(lines.map(line -> line.strip().split("\\s+")[1])).doesNotContain(id);
    }
  }

  @Test
  void theSharedServerIsOneAndStaysWhenClosed() throws IOException {
    PostgresServer.shared().close();
    assertThat(PostgresServer.shared()).isSameAs(PostgresServer.shared());
    assertAnswers(PostgresServer.shared());
  }

  private static void assertAnswers(PostgresServer postgres) throws IOException {
    assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
  }

  private static String ask(PostgresServer postgres, String query) throws IOException {
    try (PostgresText client = PostgresText.connect(postgres)) {
      return client.ask(query);
    }
  }
}
