package io.patternsdk.driver.postgres;

import io.patternsdk.driver.postgres.connections.PostgresConnections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Messages that no notification can carry, as rows of a table that a crash of the server empties.
 * Each is kept for a minute: whoever has not read it then was away, or too slow.
 */
final class PostgresBodies {
  /** Deletes some of what is older than that; nobody waits for another who does the same. */
  static final String CLEAN =
      """
      DELETE FROM pubsub_body WHERE id = ANY (ARRAY(
        SELECT id FROM pubsub_body WHERE stored < now() - interval '1 minute'
        ORDER BY stored LIMIT 100 FOR UPDATE SKIP LOCKED))
      """;

  /** Creates what keeps them. */
  static final String TABLE =
      """
      CREATE UNLOGGED TABLE pubsub_body (
        id bigint PRIMARY KEY,
        stored timestamptz NOT NULL DEFAULT now(),
        body bytea NOT NULL)
      """;

  static final String INDEX = "CREATE INDEX pubsub_body_stored ON pubsub_body (stored)";
  private static final String READ = "SELECT body FROM pubsub_body WHERE id = ?";
  private static final long EVERY = TimeUnit.SECONDS.toNanos(30);

  /** When some were last seen, and deleted; for the thread that listens. */
  private long seen;

  private long cleaned;
  private boolean some;

  /** A number for a row: no sequence, so that one statement stores and notifies of many. */
  static long newId() {
    return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  }

  /** Reads one, on the thread that listens; null if it is gone. */
  byte @Nullable [] read(Connection connection, long id) throws SQLException {
    some = true;
    seen = System.nanoTime();
    return PostgresConnections.query(
            connection, READ, statement -> statement.setLong(1, id), row -> row.getBytes(1))
        .stream()
        .findFirst()
        .orElse(null);
  }

  /** Deletes what is too old, on the thread that listens. */
  void clean(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CLEAN)) {
      int deleted;
      do {
        deleted = statement.executeUpdate();
      } while (deleted > 0);
    }
    cleaned = System.nanoTime();
  }

  /** Does so now and then, until all must be gone that were seen. */
  void cleanNowAndThen(Connection connection) throws SQLException {
    long now = System.nanoTime();
    if (some && now - cleaned > EVERY) {
      some = now - seen < 3 * EVERY;
      clean(connection);
    }
  }
}
