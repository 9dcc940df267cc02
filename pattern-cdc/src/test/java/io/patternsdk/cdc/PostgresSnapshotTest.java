package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.cdc.CdcStatus.Role;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Snapshots of tables of PostgreSQL that are changed meanwhile, large values among them. */
class PostgresSnapshotTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));
  private static final int ROWS = 300;

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

  private Cdc start(Backend postgres, Layer... layers) {
    return Cdc.builder()
        .source(postgres, layers)
        .destination("copy", postgres, layers)
        .state(postgres, layers)
        .tables("public." + name)
        .settings(
            Map.of(
                "lease", Duration.ofMillis(500),
                "snapshot_chunk", 20,
                "transforms",
                    Map.of("public." + name, Map.of("table", "public." + name + "_copy"))))
        .onFailure(failures::add)
        .start();
  }

  private static String ask(Statement sql, String query) {
    try {
      if (!sql.execute(query)) {
        return "";
      }
      try (ResultSet answer = sql.getResultSet()) {
        return answer.next() ? String.valueOf(answer.getString(1)) : "";
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void make(Statement sql) {
    ask(sql, "CREATE TABLE %s (id int PRIMARY KEY, n int, large text)".formatted(name));
    ask(sql, "ALTER TABLE %s ALTER large SET STORAGE EXTERNAL".formatted(name));
    ask(sql, "ALTER TABLE %s REPLICA IDENTITY FULL".formatted(name));
    ask(
        sql,
        """
        INSERT INTO %s SELECT i, 0, repeat('large ' || i, 500) FROM generate_series(1, %d) i
        """
            .formatted(name, ROWS));
  }

  /** Leaves large values as they are, gives them other keys, and takes rows away. */
  private void change(Statement sql, SplittableRandom random) {
    int id = 1 + random.nextInt(ROWS);
    String change =
        switch (random.nextInt(8)) {
          case 0 -> "DELETE FROM %s WHERE id = " + id;
          case 1 ->
              "INSERT INTO %s VALUES (" + id + ", 0, repeat('new', 2000)) ON CONFLICT DO NOTHING";
          case 2 ->
              "UPDATE %1$s SET id = "
                  + id
                  + ", large = large || 'x' WHERE id = "
                  + (1 + random.nextInt(ROWS))
                  + " AND NOT EXISTS (SELECT FROM %1$s WHERE id = "
                  + id
                  + ")";
          default -> "UPDATE %s SET n = n + 1 WHERE id BETWEEN " + id + " AND " + (id + 3);
        };
    String unused = ask(sql, change.formatted(name));
  }

  private boolean isSame(Statement sql) {
    String difference =
        """
        SELECT count(*) FROM (
          (SELECT * FROM %1$s EXCEPT SELECT id, n, large FROM %1$s_copy) UNION ALL
          (SELECT id, n, large FROM %1$s_copy EXCEPT SELECT * FROM %1$s)) AS different
        """
            .formatted(name);
    return ask(sql, difference).equals("0");
  }

  private void check() {
    if (!failures.isEmpty()) {
      throw new AssertionError("it failed", failures.peek());
    }
  }

  @Test
  void killedAnywhereWhileLargeValuesStayAsTheyAreTheCopyIsTheTable() throws SQLException {
    SplittableRandom random = new SplittableRandom(Rounds.seeds().findFirst().orElseThrow());
    try (Connection connection = DriverManager.getConnection(server.jdbc());
        Statement sql = connection.createStatement();
        Backend postgres = postgres()) {
      make(sql);
      for (int deaths = 0; deaths < 3; deaths++) {
        Death death = new Death(50 + random.nextLong(120));
        try (Cdc cdc = start(postgres, death)) {
          SOON.until(
              "that it streams or dies",
              () -> {
                change(sql, random);
                return death.isDead() || cdc.status().role() == Role.STREAMING;
              });
        }
        if (death.isDead()) {
          failures.clear();
        }
      }
      try (Cdc cdc = start(postgres)) {
        SOON.until(
            "that it streams",
            () -> {
              check();
              change(sql, random);
              return cdc.status().role() == Role.STREAMING;
            });
        SOON.until(
            "that the copy is the table",
            () -> {
              check();
              assertThat(cdc.parked("copy")).isEmpty();
              return isSame(sql);
            });
      }
      assertThat(postgres.require(CHANGEFEED_BASIC).drop("cdc")).isTrue();
      ask(sql, "DROP TABLE %1$s, %1$s_copy".formatted(name));
    }
    assertThat(failures).isEmpty();
  }
}
