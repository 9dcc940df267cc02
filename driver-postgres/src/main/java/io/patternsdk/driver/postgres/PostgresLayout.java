package io.patternsdk.driver.postgres;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.driver.postgres.connections.PostgresConfig;
import io.patternsdk.driver.postgres.connections.PostgresConfig.Tables;
import io.patternsdk.driver.postgres.series.SeriesLayout;
import io.patternsdk.driver.postgres.tables.PostgresFeeds;
import io.patternsdk.driver.postgres.tables.PostgresTables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables, all in one schema, and the version that they have. A migration leaves tables that the
 * release before works on too, until {@code oldest} says that it does not: so two releases run side
 * by side.
 */
final class PostgresLayout {
  /** The version of the layout that docs/drivers/postgres.md describes. */
  static final int VERSION = 7;

  /** The oldest version whose releases still work on the tables of {@link #VERSION}. */
  private static final int OLDEST = 1;

  /** Any number that other programs do not use for an advisory lock of their own. */
  private static final long LOCK = 0x5061_7474_6572_6e4cL;

  /** Lets a row be told by all that it has: what is published cannot be changed otherwise. */
  private static final String WHOLE_ROWS = "ALTER TABLE %s REPLICA IDENTITY FULL";

  private static final String TABLE = "layout";

  /** What leads from each version to the next; the first makes everything. */
  private static final List<List<String>> MIGRATIONS =
      List.of(
          List.of(
              "CREATE SEQUENCE kv_version",
              """
              CREATE TABLE kv (
                key bytea PRIMARY KEY,
                value bytea NOT NULL,
                doc jsonb,
                version bigint NOT NULL,
                expires timestamptz)
              """,
              "CREATE INDEX kv_expires ON kv (expires) WHERE expires IS NOT NULL",
              "CREATE INDEX kv_undocumented ON kv (key) WHERE doc IS NULL",
              """
              CREATE INDEX kv_doc ON kv USING gin (doc jsonb_path_ops)
              WITH (fastupdate = off) WHERE doc IS NOT NULL
              """,
              PostgresBodies.TABLE,
              PostgresBodies.INDEX,
              PostgresQueue.TABLE,
              PostgresQueue.DUE_INDEX,
              PostgresQueue.DEAD_INDEX,
              PostgresIdleQueues.TABLE),
          List.of(PostgresStream.PARTITIONS, PostgresStream.RECORDS, PostgresStreamState.TABLE),
          List.of(
              PostgresKeyValueMerge.TABLE,
              PostgresKeyValueMerge.GROUP_INDEX,
              PostgresKeyValueMerge.EXPIRY_INDEX,
              PostgresKeyValueMerge.KEPT_INDEX),
          List.of(
              PostgresTables.TABLES,
              PostgresTables.VERSIONS,
              PostgresTables.PROGRESS,
              PostgresFeeds.TABLE),
          List.of(
              PostgresChangeLog.TABLE,
              PostgresChangeLog.INDEX,
              PostgresChangeLog.AGE_INDEX,
              PostgresChangeLog.STATE,
              PostgresChangeLog.FIRST_STATE),
          Stream.of(TABLE, PostgresChangeLog.LOG, PostgresChangeLog.WATCH)
              .map(WHOLE_ROWS::formatted)
              .toList(),
          SeriesLayout.TABLES);

  private final String schema;
  private final Tables policy;

  PostgresLayout(PostgresConfig config) {
    this.schema = config.schema();
    this.policy = config.tables();
  }

  private record Stored(int version, int oldest) {}

  /** Makes sure that the tables are there and can be used; leaves a session that finds them. */
  void prepare(Connection connection) throws SQLException {
    Stored stored = read(connection);
    if (stored == null || stored.version < VERSION) {
      if (policy == Tables.REQUIRE) {
        String found = stored == null ? "no tables" : "tables of layout " + stored.version;
        throw unsupported(
            "schema "
                + schema
                + " has "
                + found
                + " and `tables: require` lets the driver make none; open it once with `tables:"
                + " create`");
      }
      migrate(connection);
    } else if (stored.oldest > VERSION) {
      throw unsupported(
          "the tables of schema "
              + schema
              + " have layout "
              + stored.version
              + ", which works with releases of layout "
              + stored.oldest
              + " and newer; this one knows "
              + VERSION);
    }
  }

  private static BackendException unsupported(String message) {
    return new BackendException(ErrorKind.UNSUPPORTED, message);
  }

  private void migrate(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      Stored stored = read(connection); // somebody else may have been faster
      int from = stored == null ? 0 : stored.version;
      if (from == 0) {
        createSchema(statement);
      }
      statement.execute("SET LOCAL search_path TO \"" + schema + "\"");
      if (from == 0) {
        statement.execute("CREATE TABLE layout (version int NOT NULL, oldest int NOT NULL)");
        statement.execute("INSERT INTO layout VALUES (0, 0)");
      }
      for (List<String> step : MIGRATIONS.subList(Math.min(from, VERSION), VERSION)) {
        for (String change : step) {
          statement.execute(change);
        }
      }
      if (from < VERSION) {
        statement.execute("UPDATE layout SET version = " + VERSION + ", oldest = " + OLDEST);
      }
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** Somebody who may make tables need not be one who may make schemas. */
  private void createSchema(Statement statement) throws SQLException {
    String there = "SELECT FROM pg_namespace WHERE nspname = '" + schema + "'";
    try (ResultSet found = statement.executeQuery(there)) {
      if (found.next()) {
        return;
      }
    }
    statement.execute("CREATE SCHEMA \"" + schema + "\"");
  }

  /** Looks by a query: what a name leads to is remembered for as long as a transaction lasts. */
  private @Nullable Stored read(Connection connection) throws SQLException {
    String there =
        "SELECT FROM pg_class JOIN pg_namespace ON relnamespace = pg_namespace.oid"
            + " WHERE relname = 'layout' AND nspname = '"
            + schema
            + "'";
    try (Statement statement = connection.createStatement()) {
      try (ResultSet found = statement.executeQuery(there)) {
        if (!found.next()) {
          return null;
        }
      }
      String table = "\"" + schema + "\".layout";
      try (ResultSet row = statement.executeQuery("SELECT version, oldest FROM " + table)) {
        return row.next() ? new Stored(row.getInt(1), row.getInt(2)) : null;
      }
    }
  }
}
