package io.patternsdk.driver.postgres.series;

import io.patternsdk.driver.postgres.connections.PostgresConnections;
import io.patternsdk.driver.postgres.series.SeriesLayout.Chunk;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes partitions when something is about to be written to them, and drops old ones. */
final class SeriesChunks {
  private static final int MOST_KNOWN = 100_000;

  /** Any number that other programs do not use for an advisory lock of their own. */
  private static final String LOCK = "SELECT pg_advisory_xact_lock(x'5061747453657269'::bigint)";

  /** Old partitions, of one series or of all. */
  private static final String OLD =
      """
      SELECT child.relname FROM series s
      JOIN pg_class parent ON parent.relname = 'series_point_' || s.id
        AND parent.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'series_point'::regclass)
      JOIN pg_inherits i ON i.inhparent = parent.oid
      JOIN pg_class child ON child.oid = i.inhrelid
      WHERE s.age IS NOT NULL AND (?::bytea IS NULL OR s.name = ?)
        AND (split_part(child.relname, '_', 4)::bigint + 1) * %d
          <= ((extract(epoch FROM clock_timestamp()) * 1000)::bigint - s.age) * 1000
      """
          .formatted(SeriesLayout.CHUNK_MICROS);

  private final PostgresConnections postgres;
  private final Set<Chunk> known = ConcurrentHashMap.newKeySet();

  SeriesChunks(PostgresConnections postgres) {
    this.postgres = postgres;
  }

  /** Makes sure that these are there, unless somebody drops them meanwhile. */
  void make(Collection<Chunk> chunks) {
    List<Chunk> unknown = chunks.stream().filter(chunk -> !known.contains(chunk)).toList();
    if (unknown.isEmpty()) {
      return;
    }
    int made =
        postgres.transaction(
            connection -> {
              lock(connection);
              for (Chunk chunk : unknown) {
                make(connection, chunk);
              }
              return unknown.size();
            });
    if (known.size() + made > MOST_KNOWN) {
      known.clear();
    }
    known.addAll(unknown);
  }

  /** Learns that some of these were dropped. */
  void forget(Collection<Chunk> chunks) {
    known.removeAll(chunks);
  }

  /** Attaching lets others read and write meanwhile; making a partition in place would not. */
  private static void make(Connection connection, Chunk chunk) throws SQLException {
    if (!isThere(connection, chunk.parent())) {
      execute(
          connection,
          "CREATE TABLE %s (LIKE series_point INCLUDING ALL) PARTITION BY RANGE (micros)"
              .formatted(chunk.parent()),
          "ALTER TABLE series_point ATTACH PARTITION %s FOR VALUES IN (%d)"
              .formatted(chunk.parent(), chunk.series()));
    }
    if (!isThere(connection, chunk.table())) {
      execute(
          connection,
          "CREATE TABLE %s (LIKE %s INCLUDING ALL)".formatted(chunk.table(), chunk.parent()),
          "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%d) TO (%d)"
              .formatted(
                  chunk.parent(),
                  chunk.table(),
                  chunk.from(),
                  chunk.from() + SeriesLayout.CHUNK_MICROS));
    }
  }

  private static boolean isThere(Connection connection, String table) throws SQLException {
    return PostgresConnections.query(
            connection,
            "SELECT to_regclass(?) IS NOT NULL",
            statement -> statement.setString(1, table),
            row -> row.getBoolean(1))
        .getFirst();
  }

  private static void lock(Connection connection) throws SQLException {
    execute(connection, LOCK);
  }

  private static void execute(Connection connection, String... changes) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String change : changes) {
        statement.execute(change);
      }
    }
  }

  /** Drops what is older than the bound of its series, in one or in all. */
  void drop(byte @Nullable [] series) {
    List<String> old =
        postgres.query(
            OLD,
            statement -> {
              statement.setBytes(1, series);
              statement.setBytes(2, series);
            },
            row -> row.getString(1));
    for (String table : old) {
      String unused =
          postgres.transaction(
              connection -> {
                lock(connection);
                execute(connection, "DROP TABLE IF EXISTS " + table);
                return table;
              });
    }
  }
}
