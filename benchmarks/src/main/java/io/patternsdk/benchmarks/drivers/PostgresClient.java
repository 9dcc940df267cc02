package io.patternsdk.benchmarks.drivers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The same work as that of the driver, as one would write it by hand, on tables of its own:
 * messages have an id, those of a stream a key and a time, deliveries a receipt.
 */
record PostgresClient(HikariDataSource pool) {
  private static final String UPSERT =
      """
      INSERT INTO raw_kv (key, value, version) VALUES (?, ?, nextval('raw_version'))
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = excluded.version
      """;
  private static final String UPSERT_ALL =
      """
      INSERT INTO raw_kv (key, value, version)
      SELECT key, value, nextval('raw_version') FROM unnest(?, ?) AS new (key, value)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = excluded.version
      """;
  private static final String TAKE =
      """
      UPDATE raw_queue SET
        visible = now() + interval '30 s', attempts = attempts + 1, receipt = ?
      WHERE id = (
        SELECT id FROM raw_queue WHERE visible <= now()
        ORDER BY visible LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id, attempts, message, body
      """;
  private static final String APPEND =
      """
      WITH head AS (UPDATE raw_partition SET next = next + 1 WHERE id = ? RETURNING id, next)
      INSERT INTO raw_record (partition, position, message, key, body)
      SELECT id, next - 1, ?, ?, ? FROM head
      RETURNING position
      """;
  private static final String READ =
      """
      SELECT position, time, message, key, body FROM raw_record
      WHERE partition = ? AND position > ? ORDER BY position LIMIT ?
      """;

  void create() throws SQLException {
    List<String> all =
        List.of(
            "CREATE SEQUENCE raw_version",
            "CREATE TABLE raw_kv (key bytea PRIMARY KEY, value bytea, version bigint)",
            "CREATE TABLE raw_queue (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, visible"
                + " timestamptz NOT NULL DEFAULT now(), attempts int NOT NULL DEFAULT 0, receipt"
                + " bigint, message text, body bytea) WITH (fillfactor = 70,"
                + " autovacuum_vacuum_scale_factor = 0.02)",
            "CREATE INDEX ON raw_queue (visible)",
            "CREATE TABLE raw_partition (id bigint PRIMARY KEY, next bigint NOT NULL DEFAULT 1)"
                + " WITH (fillfactor = 20)",
            "INSERT INTO raw_partition SELECT generate_series(0, 8)",
            "CREATE TABLE raw_record (partition bigint, position bigint,"
                + " time timestamptz NOT NULL DEFAULT now(), message text, key text, body bytea,"
                + " PRIMARY KEY (partition, position))");
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : all) {
        boolean unused = statement.execute(each);
      }
    }
  }

  /** Gives a statement its parameters. */
  @FunctionalInterface
  private interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  private int update(String sql, Binder binder) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      return statement.executeUpdate();
    }
  }

  byte[] select(String key) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT value FROM raw_kv WHERE key = ?")) {
      statement.setBytes(1, key.getBytes(UTF_8));
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getBytes(1) : new byte[0];
      }
    }
  }

  void upsert(String key, byte[] value) throws SQLException {
    int unused =
        update(
            UPSERT,
            statement -> {
              statement.setBytes(1, key.getBytes(UTF_8));
              statement.setBytes(2, value);
            });
  }

  void upsertAll(Map<String, byte[]> values) throws SQLException {
    byte[][] keys = values.keySet().stream().map(key -> key.getBytes(UTF_8)).toArray(byte[][]::new);
    byte[][] bodies = values.values().toArray(byte[][]::new);
    int unused =
        update(
            UPSERT_ALL,
            statement -> {
              statement.setArray(1, statement.getConnection().createArrayOf("bytea", keys));
              statement.setArray(2, statement.getConnection().createArrayOf("bytea", bodies));
            });
  }

  /** What a consumer is given. */
  record Received(long id, int attempts, String message, byte[] body, long receipt) {}

  /** What a reader is given. */
  record Read(long position, Instant time, String message, String key, byte[] body) {}

  void enqueue(byte[] body) throws SQLException {
    int unused =
        update(
            "INSERT INTO raw_queue (message, body) VALUES (?, ?)",
            statement -> {
              statement.setString(1, UUID.randomUUID().toString());
              statement.setBytes(2, body);
            });
  }

  Received take() throws SQLException {
    long receipt = ThreadLocalRandom.current().nextLong();
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(TAKE)) {
      statement.setLong(1, receipt);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new Received(
                row.getLong(1), row.getInt(2), row.getString(3), row.getBytes(4), receipt)
            : new Received(-1, 0, "", new byte[0], 0);
      }
    }
  }

  void ack(Received received) throws SQLException {
    int unused =
        update(
            "DELETE FROM raw_queue WHERE id = ? AND receipt = ?",
            statement -> {
              statement.setLong(1, received.id);
              statement.setLong(2, received.receipt);
            });
  }

  long append(int partition, byte[] body) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(APPEND)) {
      statement.setLong(1, partition);
      statement.setString(2, UUID.randomUUID().toString());
      statement.setString(3, null);
      statement.setBytes(4, body);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : -1;
      }
    }
  }

  /** Puts so many records into the first partition. */
  void fill(int records, byte[] body) throws SQLException {
    int unused =
        update(
            "INSERT INTO raw_record (partition, position, message, key, body)"
                + " SELECT 0, i, gen_random_uuid()::text, 'one', ?"
                + " FROM generate_series(1, ?) AS i",
            statement -> {
              statement.setBytes(1, body);
              statement.setInt(2, records);
            });
  }

  void read(int partition, long after, int max) throws SQLException {
    List<Read> records = new ArrayList<>();
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setLong(1, partition);
      statement.setLong(2, after);
      statement.setInt(3, max);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Instant time = row.getObject(2, OffsetDateTime.class).toInstant();
          records.add(
              new Read(row.getLong(1), time, row.getString(3), row.getString(4), row.getBytes(5)));
        }
      }
    }
    PostgresWork.check(records.size());
  }
}
