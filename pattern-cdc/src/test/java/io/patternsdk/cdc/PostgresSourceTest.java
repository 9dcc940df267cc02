package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.table.TableName;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** From tables of PostgreSQL to tables of PostgreSQL and of embedded at once. */
class PostgresSourceTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));
  private static final int ROWS = 500;

  private final PostgresServer server = PostgresServer.shared();
  private final String name = "cdc_" + UUID.randomUUID().toString().replace("-", "");
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private Backend postgres() {
    return DriverRegistry.load()
        .open(
            "postgres",
            BackendOptions.named("postgres")
                .namespace(name)
                .operationTimeout(Duration.ofSeconds(30))
                .settings(Map.of("addresses", server.uri(), "min_idle", 0)));
  }

  private Cdc start(Backend postgres, Backend embedded) {
    return Cdc.builder()
        .source(postgres)
        .destination("copy", postgres)
        .destination("other", embedded)
        .state(postgres)
        .tables("public." + name)
        .settings(
            Map.of(
                "transforms",
                Map.of("public." + name, Map.of("table", "public." + name + "_copy"))))
        .onFailure(failures::add)
        .start();
  }

  private static String ask(Statement sql, String query) throws SQLException {
    if (!sql.execute(query)) {
      return "";
    }
    try (ResultSet answer = sql.getResultSet()) {
      return answer.next() ? String.valueOf(answer.getString(1)) : "";
    }
  }

  @Test
  @SuppressWarnings("try") // it works while its block does
  void aTableIsCopiedAndFollowedAndResumed() throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbc());
        Statement sql = connection.createStatement();
        Backend postgres = postgres();
        Backend embedded = DriverRegistry.load().open("embedded")) {
      ask(
          sql,
          """
          CREATE TABLE %s (id int, part text, n numeric(9,2), at timestamptz, doc jsonb, ip inet,
            PRIMARY KEY (part, id))
          """
              .formatted(name));
      insert(sql, 1, ROWS);
      try (Cdc cdc = start(postgres, embedded)) {
        awaitSame(sql, embedded);
        ask(sql, "UPDATE %s SET n = n + 1, id = -id WHERE id %% 3 = 0".formatted(name));
        ask(sql, "DELETE FROM %s WHERE id %% 5 = 0".formatted(name));
        awaitSame(sql, embedded);
      }
      insert(sql, ROWS + 1, 2 * ROWS);
      ask(sql, "UPDATE %s SET doc = NULL, at = 'infinity' WHERE id %% 7 = 0".formatted(name));
      try (Cdc cdc = start(postgres, embedded)) {
        awaitSame(sql, embedded);
        ask(sql, "TRUNCATE " + name);
        insert(sql, 1, 10);
        awaitSame(sql, embedded);
      }
      assertThat(postgres.require(CHANGEFEED_BASIC).drop("cdc")).isTrue();
      ask(sql, "DROP TABLE %1$s, %1$s_copy".formatted(name));
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void aSourceThatKeepsTooMuchIsLetGoOf() throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbc());
        Statement sql = connection.createStatement();
        Backend postgres = postgres();
        Backend embedded = DriverRegistry.load().open("embedded")) {
      ask(sql, "CREATE TABLE %s (id int PRIMARY KEY)".formatted(name));
      try (Cdc cdc =
          Cdc.builder()
              .source(postgres)
              .destination(embedded)
              .state(postgres)
              .tables("public." + name)
              .settings(
                  Map.of("retained", Map.of("limit", "1MiB", "policy", "drop", "check", "100ms")))
              .onFailure(failures::add)
              .start()) {
        SOON.until("that it streams", () -> cdc.status().role() == CdcStatus.Role.STREAMING);
        cdc.pause();
        ask(sql, "INSERT INTO %s SELECT generate_series(1, 20000)".formatted(name));
        SOON.until("that it is given up", () -> !failures.isEmpty());
        assertThat(failures.poll())
            .hasMessageContaining("were not confirmed; the feed was dropped");
        assertThat(cdc.status().source().orElseThrow().kept()).isGreaterThan(1 << 20);
      }
      assertThat(postgres.require(CHANGEFEED_BASIC).confirmed("cdc")).isEmpty();
      ask(sql, "DROP TABLE " + name);
    }
  }

  private void insert(Statement sql, int from, int to) throws SQLException {
    String unused =
        ask(
            sql,
            """
            INSERT INTO %s SELECT i, 'part ' || i %% 4, i / 7.0, now() + i * interval '1 hour',
              jsonb_build_object('i', i), '10.0.0.1'::inet + i FROM generate_series(%d, %d) i
            """
                .formatted(name, from, to));
  }

  private void awaitSame(Statement sql, Backend embedded) throws SQLException {
    String difference =
        """
        SELECT count(*) FROM (
          (SELECT id, part, n, at, doc::text, concat(ip) FROM %1$s
            EXCEPT SELECT id, part, n, at, doc::text, ip FROM %1$s_copy) UNION ALL
          (SELECT id, part, n, at, doc::text, ip FROM %1$s_copy
            EXCEPT SELECT id, part, n, at, doc::text, concat(ip) FROM %1$s)) AS different
        """
            .formatted(name);
    String there = "SELECT to_regclass('public.%s_copy') IS NOT NULL".formatted(name);
    long rows = Long.parseLong(ask(sql, "SELECT count(*) FROM " + name));
    SOON.until(
        "that both copies are the same",
        () -> {
          if (!failures.isEmpty()) {
            throw new AssertionError("it failed", failures.peek());
          }
          try {
            return ask(sql, there).equals("t")
                && ask(sql, difference).equals("0")
                && embedded.require(TABLE_UPSERT).count(TableName.parse(name + "_copy")) == rows;
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
