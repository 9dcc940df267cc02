package io.patternsdk.driver.postgres;

import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import io.patternsdk.driver.postgres.connections.PostgresConnections.Binder;
import java.util.Optional;
import java.util.regex.Pattern;

/** What comparing does alike in every table with a version. */
final class PostgresVersions {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final PostgresConnections postgres;
  private final String get;
  private final String delete;

  /**
   * Of one table.
   *
   * @param get reads value and version of a key
   * @param delete deletes a key that has a version
   */
  PostgresVersions(PostgresConnections postgres, String get, String delete) {
    this.postgres = postgres;
    this.get = get;
    this.delete = delete;
  }

  Optional<Versioned> get(String key) {
    return postgres
        .query(
            get,
            statement -> statement.setBytes(1, PostgresKeyValue.stored(key)),
            row -> new Versioned(row.getBytes(1), new Version(row.getString(2))))
        .stream()
        .findFirst();
  }

  /** Writes, and returns the version that the statement gives; empty if it wrote nothing. */
  Optional<Version> write(String sql, Binder binder) {
    return postgres.query(sql, binder, row -> new Version(row.getString(1))).stream().findFirst();
  }

  boolean delete(String key, Version expected) {
    return postgres.update(
            delete,
            statement -> {
              statement.setBytes(1, PostgresKeyValue.stored(key));
              statement.setLong(2, number(expected));
            })
        > 0;
  }

  /** The number of a version; one that none has where the text is that of another backend. */
  static long number(Version version) {
    return NUMBER.matcher(version.text()).matches() ? Long.parseLong(version.text()) : -1;
  }
}
