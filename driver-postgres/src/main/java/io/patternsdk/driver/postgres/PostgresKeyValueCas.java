package io.patternsdk.driver.postgres;

import static io.patternsdk.driver.postgres.PostgresKeyValue.ALIVE;
import static io.patternsdk.driver.postgres.PostgresKeyValue.CONTENT;
import static io.patternsdk.driver.postgres.PostgresKeyValue.DOCUMENT;
import static io.patternsdk.driver.postgres.PostgresKeyValue.PUT;

import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares by the number that each write takes from a sequence, which is the version. */
final class PostgresKeyValueCas implements KeyValueCas, KeyValueCasTtl {
  private static final String SET_IF_ABSENT =
      PUT + "WHERE old.expires <= clock_timestamp() RETURNING version";
  private static final String GET = "SELECT value, version FROM kv WHERE key = ? AND " + ALIVE;
  private static final String COMPARE_AND_SET =
      """
      UPDATE kv
      SET value = new.value, doc = %s, version = nextval('kv_version'),
        expires = clock_timestamp() + ttl
      FROM %s WHERE kv.key = new.key AND version = ? AND %s RETURNING version
      """
          .formatted(DOCUMENT, CONTENT, ALIVE);
  private static final String COMPARE_AND_DELETE =
      "DELETE FROM kv WHERE key = ? AND version = ? AND " + ALIVE;

  private final PostgresVersions versions;

  PostgresKeyValueCas(PostgresConnections postgres) {
    this.versions = new PostgresVersions(postgres, GET, COMPARE_AND_DELETE);
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value) {
    return versions.write(SET_IF_ABSENT, PostgresKeyValue.put(key, value, null));
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value, Duration ttl) {
    return versions.write(SET_IF_ABSENT, PostgresKeyValue.put(key, value, ttl));
  }

  @Override
  public Optional<Versioned> getVersioned(String key) {
    return versions.get(key);
  }

  @Override
  public Optional<Version> compareAndSet(String key, Version expected, byte[] value) {
    return replace(key, expected, value, null);
  }

  @Override
  public Optional<Version> compareAndSet(String key, Version expected, byte[] value, Duration ttl) {
    return replace(key, expected, value, ttl);
  }

  private Optional<Version> replace(
      String key, Version expected, byte[] value, @Nullable Duration ttl) {
    return versions.write(
        COMPARE_AND_SET,
        statement -> {
          PostgresKeyValue.content(statement, key, value, ttl);
          statement.setLong(5, PostgresVersions.number(expected));
        });
  }

  @Override
  public boolean compareAndDelete(String key, Version expected) {
    return versions.delete(key, expected);
  }
}
