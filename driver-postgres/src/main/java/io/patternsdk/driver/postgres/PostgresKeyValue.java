package io.patternsdk.driver.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import io.patternsdk.driver.postgres.connections.PostgresConnections.Binder;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values as rows, which expire by the server's clock; one statement for each call. */
final class PostgresKeyValue implements KeyValue, KeyValueTtl {
  /** Of a row that is there for readers. */
  static final String ALIVE = "(expires IS NULL OR expires > now())";

  /** What {@link #content} gives the parameters of, as a row {@code new}. */
  static final String CONTENT =
      """
      (SELECT ?::bytea, ?::bytea, ?::boolean, ?::bigint * interval '1 microsecond')
      AS new (key, value, json, ttl)
      """;

  /** A value once more, where it is a document. */
  static final String DOCUMENT =
      "CASE WHEN new.json THEN convert_from(new.value, 'UTF8')::jsonb END";

  /** Replaces what is there; {@link #put} gives the parameters. */
  static final String PUT =
      """
      INSERT INTO kv AS old (key, value, doc, version, expires)
      SELECT key, value, %s, nextval('kv_version'), clock_timestamp() + ttl FROM %s
      ON CONFLICT (key) DO UPDATE
      SET value = excluded.value, doc = excluded.doc, version = excluded.version,
        expires = clock_timestamp() + ?::bigint * interval '1 microsecond'
      """
          .formatted(DOCUMENT, CONTENT);

  private static final String GET = "SELECT value FROM kv WHERE key = ? AND " + ALIVE;
  private static final String EXISTS = "SELECT 1 FROM kv WHERE key = ? AND " + ALIVE;
  private static final String DELETE = "DELETE FROM kv WHERE key = ? RETURNING " + ALIVE;
  private static final String EXPIRE =
      "UPDATE kv SET expires = clock_timestamp() + ? * interval '1 microsecond' WHERE key = ? AND "
          + ALIVE;
  private static final String TTL =
      "SELECT (extract(epoch FROM expires - now()) * 1000000)::bigint FROM kv"
          + " WHERE key = ? AND expires > now()";
  private static final String PERSIST =
      "UPDATE kv SET expires = NULL WHERE key = ? AND expires > now()";

  /** Longer than 285 years, which is as far as the server counts single microseconds. */
  private static final long LONGEST_MICROS = 1L << 53;

  private final PostgresConnections postgres;

  PostgresKeyValue(PostgresConnections postgres) {
    this.postgres = postgres;
  }

  /** How a key is stored: as its UTF-8, so that keys compare by code points. */
  static byte[] stored(String key) {
    return key.getBytes(UTF_8);
  }

  /** The key that is stored like this. */
  static String key(byte[] stored) {
    return new String(stored, UTF_8);
  }

  /** The row of a key and its value. */
  static Entry entry(ResultSet row) throws SQLException {
    return new Entry(key(row.getBytes(1)), row.getBytes(2));
  }

  /** Gives the parameters of {@link #CONTENT}. */
  static void content(PreparedStatement statement, String key, byte[] value, @Nullable Duration ttl)
      throws SQLException {
    statement.setBytes(1, stored(key));
    statement.setBytes(2, value);
    statement.setBoolean(3, PostgresJson.holds(value));
    ttl(statement, 4, ttl);
  }

  static Binder put(String key, byte[] value, @Nullable Duration ttl) {
    return statement -> {
      content(statement, key, value, ttl);
      ttl(statement, 5, ttl);
    };
  }

  private static void ttl(PreparedStatement statement, int at, @Nullable Duration ttl)
      throws SQLException {
    if (ttl == null) {
      statement.setNull(at, Types.BIGINT);
    } else {
      statement.setLong(at, micros(ttl));
    }
  }

  /** A duration in whole microseconds, rounded up. */
  private static long micros(Duration duration) {
    Duration longest = Duration.of(LONGEST_MICROS, ChronoUnit.MICROS);
    Duration counted = duration.compareTo(longest) < 0 ? duration : longest;
    return counted.plusNanos(999).toNanos() / 1_000;
  }

  private static Binder only(String key) {
    return statement -> statement.setBytes(1, stored(key));
  }

  @Override
  public Optional<byte[]> get(String key) {
    return postgres.query(GET, only(key), row -> row.getBytes(1)).stream().findFirst();
  }

  @Override
  public void set(String key, byte[] value) {
    int unused = postgres.update(PUT, put(key, value, null));
  }

  @Override
  public boolean delete(String key) {
    return postgres.query(DELETE, only(key), row -> row.getBoolean(1)).contains(true);
  }

  @Override
  public boolean exists(String key) {
    return !postgres.query(EXISTS, only(key), row -> true).isEmpty();
  }

  @Override
  public void set(String key, byte[] value, Duration ttl) {
    int unused = postgres.update(PUT, put(key, value, ttl));
  }

  @Override
  public boolean expire(String key, Duration ttl) {
    return postgres.update(
            EXPIRE,
            statement -> {
              statement.setLong(1, micros(ttl));
              statement.setBytes(2, stored(key));
            })
        > 0;
  }

  @Override
  public Optional<Duration> ttl(String key) {
    return postgres
        .query(TTL, only(key), row -> Duration.of(row.getLong(1), ChronoUnit.MICROS))
        .stream()
        .findFirst();
  }

  @Override
  public boolean persist(String key) {
    return postgres.update(PERSIST, only(key)) > 0;
  }
}
