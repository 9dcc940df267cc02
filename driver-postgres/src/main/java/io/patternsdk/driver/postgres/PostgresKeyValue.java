package io.patternsdk.driver.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.keyvalue.KeyValue;
import java.util.Optional;

/** Values as rows, which expire by the server's clock; one statement for each call. */
final class PostgresKeyValue implements KeyValue {
  /** Of a row that is there for readers. */
  static final String ALIVE = "(expires IS NULL OR expires > now())";

  private static final String GET = "SELECT value FROM kv WHERE key = ? AND " + ALIVE;
  private static final String EXISTS = "SELECT 1 FROM kv WHERE key = ? AND " + ALIVE;
  private static final String DELETE = "DELETE FROM kv WHERE key = ? RETURNING " + ALIVE;
  private static final String SET =
      """
      INSERT INTO kv (key, value, version) VALUES (?, ?, nextval('kv_version'))
      ON CONFLICT (key) DO UPDATE
      SET value = excluded.value, doc = excluded.doc, version = excluded.version, expires = NULL
      """;

  private final PostgresConnections postgres;

  PostgresKeyValue(PostgresConnections postgres) {
    this.postgres = postgres;
  }

  /** How a key is stored: as its UTF-8, so that keys compare by code points. */
  static byte[] stored(String key) {
    return key.getBytes(UTF_8);
  }

  @Override
  public Optional<byte[]> get(String key) {
    return postgres
        .query(GET, statement -> statement.setBytes(1, stored(key)), row -> row.getBytes(1))
        .stream()
        .findFirst();
  }

  @Override
  public void set(String key, byte[] value) {
    int unused =
        postgres.update(
            SET,
            statement -> {
              statement.setBytes(1, stored(key));
              statement.setBytes(2, value);
            });
  }

  @Override
  public boolean delete(String key) {
    return postgres
        .query(DELETE, statement -> statement.setBytes(1, stored(key)), row -> row.getBoolean(1))
        .contains(true);
  }

  @Override
  public boolean exists(String key) {
    return !postgres
        .query(EXISTS, statement -> statement.setBytes(1, stored(key)), row -> true)
        .isEmpty();
  }
}
