package io.patternsdk.driver.postgres;

import static io.patternsdk.driver.postgres.PostgresKeyValue.ALIVE;
import static io.patternsdk.driver.postgres.PostgresKeyValue.CONTENT;
import static io.patternsdk.driver.postgres.PostgresKeyValue.DOCUMENT;
import static io.patternsdk.driver.postgres.PostgresKeyValue.PUT;

import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import io.patternsdk.driver.postgres.PostgresConnections.Binder;
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

  private final PostgresConnections postgres;

  PostgresKeyValueCas(PostgresConnections postgres) {
    this.postgres = postgres;
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value) {
    return version(SET_IF_ABSENT, PostgresKeyValue.put(key, value, null));
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value, Duration ttl) {
    return version(SET_IF_ABSENT, PostgresKeyValue.put(key, value, ttl));
  }

  @Override
  public Optional<Versioned> getVersioned(String key) {
    return postgres
        .query(
            GET,
            statement -> statement.setBytes(1, PostgresKeyValue.stored(key)),
            row -> new Versioned(row.getBytes(1), new Version(row.getString(2))))
        .stream()
        .findFirst();
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
    return version(
        COMPARE_AND_SET,
        statement -> {
          PostgresKeyValue.content(statement, key, value, ttl);
          statement.setLong(5, number(expected));
        });
  }

  @Override
  public boolean compareAndDelete(String key, Version expected) {
    return postgres.update(
            COMPARE_AND_DELETE,
            statement -> {
              statement.setBytes(1, PostgresKeyValue.stored(key));
              statement.setLong(2, number(expected));
            })
        > 0;
  }

  private Optional<Version> version(String sql, Binder binder) {
    return postgres.query(sql, binder, row -> new Version(row.getString(1))).stream().findFirst();
  }

  /** The number of a version; one that none has where the text is that of another backend. */
  private static long number(Version version) {
    return version.text().matches("\\d{1,18}") ? Long.parseLong(version.text()) : -1;
  }
}
