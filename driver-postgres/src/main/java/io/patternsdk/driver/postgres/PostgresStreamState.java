package io.patternsdk.driver.postgres;

import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import java.util.Optional;

/**
 * What is known of streams and groups, apart from the keys that users see, and without what those
 * need: neither documents nor expiry.
 */
final class PostgresStreamState implements KeyValueCas {
  static final String TABLE =
      """
      CREATE TABLE stream_state (key bytea PRIMARY KEY, value bytea NOT NULL, version bigint NOT NULL)
      WITH (fillfactor = 50)
      """;

  private static final String SET_IF_ABSENT =
      """
      INSERT INTO stream_state (key, value, version) VALUES (?, ?, nextval('kv_version'))
      ON CONFLICT DO NOTHING RETURNING version
      """;
  private static final String GET = "SELECT value, version FROM stream_state WHERE key = ?";
  private static final String COMPARE_AND_SET =
      """
      UPDATE stream_state SET value = ?, version = nextval('kv_version')
      WHERE key = ? AND version = ? RETURNING version
      """;
  private static final String COMPARE_AND_DELETE =
      "DELETE FROM stream_state WHERE key = ? AND version = ?";

  private final PostgresVersions versions;

  PostgresStreamState(PostgresConnections postgres) {
    this.versions = new PostgresVersions(postgres, GET, COMPARE_AND_DELETE);
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value) {
    return versions.write(
        SET_IF_ABSENT,
        statement -> {
          statement.setBytes(1, PostgresKeyValue.stored(key));
          statement.setBytes(2, value);
        });
  }

  @Override
  public Optional<Versioned> getVersioned(String key) {
    return versions.get(key);
  }

  @Override
  public Optional<Version> compareAndSet(String key, Version expected, byte[] value) {
    return versions.write(
        COMPARE_AND_SET,
        statement -> {
          statement.setBytes(1, value);
          statement.setBytes(2, PostgresKeyValue.stored(key));
          statement.setLong(3, PostgresVersions.number(expected));
        });
  }

  @Override
  public boolean compareAndDelete(String key, Version expected) {
    return versions.delete(key, expected);
  }
}
