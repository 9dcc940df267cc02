package io.patternsdk.driver.postgres;

import static io.patternsdk.driver.postgres.PostgresKeyValue.ALIVE;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import io.patternsdk.driver.postgres.connections.PostgresConnections.Binder;
import java.util.function.Function;

/** Walks keys in the order of their bytes. */
final class PostgresKeyValueScan implements KeyValueScan {
  private static final int PAGE = 1_000;

  private static final String RANGE = "key >= ? AND key < ? AND " + ALIVE;
  private static final String KEYS =
      "SELECT key FROM kv WHERE " + RANGE + " ORDER BY key LIMIT " + PAGE;
  private static final String ENTRIES =
      """
      SELECT key, value FROM (
        SELECT key, value, sum(octet_length(value)) OVER (
          ORDER BY key ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
        FROM kv WHERE %s ORDER BY key LIMIT %d) AS page
      WHERE before IS NULL OR before < %d ORDER BY key
      """
          .formatted(RANGE, PAGE, KeysetWalk.PAGE_BYTES);
  private static final String COUNT = "SELECT count(*) FROM kv WHERE " + RANGE;

  private final PostgresConnections postgres;

  PostgresKeyValueScan(PostgresConnections postgres) {
    this.postgres = postgres;
  }

  @Override
  public Scan<String> keys(String prefix) {
    return new KeysetWalk<>(
        PostgresKeyValue.stored(prefix),
        PAGE,
        from ->
            postgres.query(KEYS, range(from, prefix), row -> PostgresKeyValue.key(row.getBytes(1))),
        Function.identity(),
        key -> 0);
  }

  @Override
  public Scan<Entry> entries(String prefix) {
    return new KeysetWalk<>(
        PostgresKeyValue.stored(prefix),
        PAGE,
        from -> postgres.query(ENTRIES, range(from, prefix), PostgresKeyValue::entry),
        Entry::key,
        entry -> entry.value().length);
  }

  @Override
  public long count(String prefix) {
    Binder all = range(PostgresKeyValue.stored(prefix), prefix);
    return postgres.query(COUNT, all, row -> row.getLong(1)).getFirst();
  }

  private static Binder range(byte[] from, String prefix) {
    return statement -> {
      statement.setBytes(1, from);
      statement.setBytes(2, KeysetWalk.end(prefix));
    };
  }
}
