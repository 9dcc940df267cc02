package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_MERGE;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_WATCH;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.pool.HikariPool;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Failures;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostgresOpeningTest {
  private final PostgresServer shared = PostgresServer.shared();

  @Test
  void aWrongPasswordIsRefusedAtOnceAndNotTold() {
    try (PostgresServer server = PostgresServer.start(PostgresProfile.plain().password("right"))) {
      for (Map<String, ?> settings :
          List.<Map<String, ?>>of(Map.of("password", "mistaken-one"), Map.of())) {
        BackendException refused =
            Failures.of(() -> Backends.open(Backends.options(server.uri(), settings)));
        assertThat(Failures.kindAndEffect(refused)).isEqualTo("PERMISSION_DENIED NONE");
        assertThat(refused).hasMessageNotContaining("mistaken-one");
      }
      Backends.open(Backends.options(server.uri(), Map.of("password", "right"))).close();
    }
  }

  @Test
  void aServerThatIsFarAwayIsUsed() {
    try (TcpProxy far = TcpProxy.to(shared)) {
      far.latency(Duration.ofMillis(200));
      BackendOptions options =
          Backends.options(
                  "postgres://postgres@" + far.host() + ":" + far.port() + "/postgres",
                  Map.of("connect_timeout", "1m", "pool_timeout", "1m"))
              .operationTimeout(Duration.ofMinutes(1));
      try (Backend backend = Backends.open(options)) {
        assertThat(backend.require(KEYVALUE_BASIC).exists("key")).isFalse();
      }
    }
  }

  @Test
  void aServerThatAsksForACertificateGetsOurs() {
    try (PostgresServer server = PostgresServer.start(PostgresProfile.plain().mutualTls())) {
      String certificate = server.certificate().certificate().toString();
      String key = server.certificate().key().toString();
      Map<String, ?> ours = Map.of("ca", certificate, "certificate", certificate, "key", key);
      Backends.open(Backends.options(server.uri(), Map.of("tls", ours))).close();
      BackendOptions none =
          Backends.options(server.uri(), Map.of("tls", Map.of("ca", certificate)));
      assertThat(Failures.of(() -> Backends.open(none)).kind())
          .isEqualTo(ErrorKind.PERMISSION_DENIED);
      BackendOptions stranger = Backends.options(server.uri(), Map.of("tls", Map.of()));
      assertThat(Failures.of(() -> Backends.open(stranger)).kind())
          .isEqualTo(ErrorKind.UNAVAILABLE);
    }
  }

  @Test
  void tablesAreRequiredWhereTheyMayNotBeMade() throws SQLException {
    Map<String, Object> required = Map.of("schema", "required_ones", "tables", "require");
    BackendException refused =
        Failures.of(() -> Backends.open(Backends.options(shared.uri(), required)));
    assertThat(refused.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    assertThat(refused).hasMessageContaining("required_ones has no tables");
    Backends.open(Backends.options(shared.uri(), Map.of("schema", "required_ones"))).close();
    Backends.open(Backends.options(shared.uri(), required)).close();
    admin(shared, "DROP SCHEMA required_ones CASCADE");
  }

  @Test
  void manyMayMakeTheTablesAtOnce() throws SQLException {
    openAtOnce(Backends.options(shared.uri(), Map.of("schema", "made_at_once")));
    admin(shared, "DROP SCHEMA made_at_once CASCADE");
  }

  /** As processes that are started together do: one makes or migrates, and the others wait. */
  private static void openAtOnce(BackendOptions options) {
    List<CompletableFuture<Void>> openings =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> Backends.open(options).close(), Thread::startVirtualThread))
            .toList();
    openings.forEach(CompletableFuture::join);
  }

  @Test
  void aNewerLayoutIsUsedUnlessItSaysThatItCannotBe() throws SQLException {
    BackendOptions options = Backends.options(shared.uri(), Map.of("schema", "newer_layout"));
    Backends.open(options).close();
    int known = PostgresLayout.VERSION;
    String layout = "UPDATE newer_layout.layout SET version = %d, oldest = %d";
    admin(shared, layout.formatted(known + 1, known));
    try (Backend backend = Backends.open(options)) {
      backend.require(KEYVALUE_BASIC).set("key", new byte[1]);
    }
    admin(shared, layout.formatted(known + 2, known + 1));
    BackendException refused = Failures.of(() -> Backends.open(options));
    assertThat(refused.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    assertThat(refused)
        .hasMessageContaining("layout " + (known + 2))
        .hasMessageContaining("layout %d and newer", known + 1);
    admin(shared, "DROP SCHEMA newer_layout CASCADE");
  }

  @Test
  void tablesOfTheReleaseBeforeAreMigratedUnderWhoeverUsesThem() throws SQLException {
    BackendOptions options = Backends.options(shared.uri(), Map.of("schema", "older_layout"));
    try (Backend before = Backends.open(options)) {
      before.require(KEYVALUE_BASIC).set("key", new byte[] {1});
      admin(
          shared,
          """
          SET search_path TO older_layout;
          DROP TABLE record, stream_partition, stream_record, stream_state, applied_table,
            applied_version, applied_progress, feed, kv_change, kv_watch, series_point,
            series_line, series;
          UPDATE layout SET version = 1
          """);
      openAtOnce(options);
      try (Backend after = Backends.open(options)) {
        assertThat(after.require(KEYVALUE_MERGE).read("key")).isEmpty();
        after.require(TIMESERIES_BASIC).write(List.of(Point.of("series", Instant.EPOCH, 1)));
        after.require(STREAM_BASIC).append("stream", Message.of("one"));
        assertThat(after.require(KEYVALUE_BASIC).get("key")).contains(new byte[] {1});
        before.require(KEYVALUE_BASIC).set("key", new byte[] {2});
        assertThat(after.require(KEYVALUE_BASIC).get("key")).contains(new byte[] {2});
      }
    }
    try (Connection connection = DriverManager.getConnection(shared.jdbc());
        Statement statement = connection.createStatement()) {
      String layout = "SELECT 10 * version + oldest FROM older_layout.layout";
      assertThat(number(statement, layout))
          .as("version and oldest")
          .isEqualTo(10 * PostgresLayout.VERSION + 1);
    }
    admin(shared, "DROP SCHEMA older_layout CASCADE");
  }

  @Test
  void allTablesOfItsDatabaseMayBePublished() throws SQLException {
    admin(shared, "CREATE DATABASE published");
    String jdbc = shared.jdbc().replace("/postgres?", "/published?");
    try (Connection connection = DriverManager.getConnection(jdbc);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE PUBLICATION everything FOR ALL TABLES");
      BackendOptions options = Backends.options(shared.uri(), Map.of("database", "published"));
      try (Backend backend = Backends.open(options)) {
        backend.require(KEYVALUE_WATCH).watch("").close();
        backend.require(KEYVALUE_BASIC).set("key", new byte[1]);
        backend.require(KEYVALUE_BASIC).delete("key");
      }
      String unidentified =
          """
          SELECT count(*) FROM pg_class c JOIN pg_publication_tables p
            ON p.tablename = c.relname AND p.schemaname = c.relnamespace::regnamespace::text
          WHERE c.relreplident = 'd' AND NOT EXISTS (
            SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
          """;
      assertThat(number(statement, unidentified)).as("tables that nobody may change").isZero();
      assertThat(statement.executeUpdate("DELETE FROM pattern.kv_change")).isPositive();
    }
    admin(shared, "DROP DATABASE published WITH (FORCE)");
  }

  @Test
  void aDatabaseOfAnotherEncodingIsRefused() throws SQLException {
    admin(
        shared,
        "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
    BackendException refused =
        Failures.of(
            () -> Backends.open(Backends.options(shared.uri(), Map.of("database", "latin"))));
    assertThat(refused.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    assertThat(refused).hasMessageContaining("LATIN1");
    admin(shared, "DROP DATABASE latin WITH (FORCE)");
  }

  @Test
  void aStandbyIsNotOpenedAndThePrimaryIsFoundAmongSeveral() {
    try (PostgresServer primary = PostgresServer.start();
        PostgresServer standby = primary.standby(PostgresProfile.plain())) {
      assertThat(Failures.kindAndEffect(() -> Backends.open(standby.uri())))
          .isEqualTo("UNAVAILABLE NONE");
      String both = standby.uri() + "," + primary.uri();
      try (Backend backend = Backends.open(both)) {
        backend.require(KEYVALUE_BASIC).set("key", new byte[1]);
      }
    }
  }

  @Test
  void noMoreConnectionsAreHeldThanAllowedAndAFullServerIsUnavailable() throws SQLException {
    PostgresProfile profile = PostgresProfile.plain().maxConnections(10);
    try (PostgresServer server = PostgresServer.start(profile);
        Backend backend =
            Backends.open(
                Backends.options(server.uri(), Map.of("pool_size", 3, "pool_timeout", "300ms")))) {
      List<Connection> held = new ArrayList<>();
      HikariPool pool = backend.unwrap(HikariPool.class).orElseThrow();
      for (int i = 0; i < 3; i++) {
        held.add(pool.getConnection());
      }
      BackendException none = Failures.of(() -> backend.require(KEYVALUE_BASIC).get("key"));
      assertThat(Failures.kindAndEffect(none)).isEqualTo("UNAVAILABLE NONE");
      assertThat(none).hasMessageContaining("all 3 connections were in use");
      List<Connection> others = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        others.add(DriverManager.getConnection(server.jdbc()));
      }
      assertThat(Failures.kindAndEffect(() -> Backends.open(server.uri())))
          .isEqualTo("UNAVAILABLE NONE");
      for (Connection connection : others) {
        connection.close();
      }
      for (Connection connection : held) {
        connection.close();
      }
      Eventually.within(Duration.ofMinutes(1)).check(() -> Backends.open(server.uri()).close());
    }
  }

  @Test
  void theServerEndsAStatementThatTakesTooLong() throws SQLException {
    try (Backend backend =
            Backends.open(
                Backends.options(shared.uri(), Map.of("pool_size", 2))
                    .operationTimeout(Duration.ofMillis(400)));
        Connection other = DriverManager.getConnection(shared.jdbc())) {
      backend.require(KEYVALUE_BASIC).set("key", new byte[1]);
      other.setAutoCommit(false);
      try (Statement lock = other.createStatement()) {
        lock.execute("LOCK TABLE pattern.kv IN ACCESS EXCLUSIVE MODE");
        assertThat(Failures.of(() -> backend.require(KEYVALUE_BASIC).get("key")).kind())
            .isEqualTo(ErrorKind.TIMED_OUT);
        String waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
        Eventually.within(Duration.ofMinutes(1))
            .until("that nothing waits on the server", () -> number(lock, waiting) == 0);
      }
      other.rollback();
      assertThat(backend.require(KEYVALUE_BASIC).get("key")).isPresent();
    }
  }

  private static long number(Statement statement, String sql) {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : -1;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void admin(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbc());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
