package io.patternsdk.driver.postgres;

import static io.patternsdk.driver.postgres.PostgresKeyValue.ALIVE;
import static io.patternsdk.driver.postgres.PostgresKeyValue.DOCUMENT;

import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValueBatch;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import io.patternsdk.driver.postgres.connections.PostgresConnections.Binder;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many keys in one statement; values of more than 32 MiB together are stored by several. Rows are
 * locked in the order of their keys, so that two batches wait for each other in one direction only.
 */
final class PostgresKeyValueBatch implements KeyValueBatch {
  private static final long CHUNK_BYTES = 32L << 20;
  private static final String GET = "SELECT key, value FROM kv WHERE key = ANY (?) AND " + ALIVE;
  private static final String SET =
      """
      INSERT INTO kv (key, value, doc, version)
      SELECT key, value, %s, nextval('kv_version')
      FROM unnest(?, ?, ?) AS new (key, value, json) ORDER BY key
      ON CONFLICT (key) DO UPDATE
      SET value = excluded.value, doc = excluded.doc, version = excluded.version, expires = NULL
      """
          .formatted(DOCUMENT);
  private static final String DELETE =
      """
      WITH gone AS (
        DELETE FROM kv WHERE key IN (
          SELECT key FROM kv WHERE key = ANY (?) ORDER BY key FOR UPDATE)
        RETURNING %s AS alive)
      SELECT count(*) FROM gone WHERE alive
      """
          .formatted(ALIVE);

  private final PostgresConnections postgres;

  PostgresKeyValueBatch(PostgresConnections postgres) {
    this.postgres = postgres;
  }

  @Override
  public Map<String, byte[]> getAll(Collection<String> keys) {
    Map<String, byte[]> values = LinkedHashMap.newLinkedHashMap(keys.size());
    for (Entry found : postgres.query(GET, only(keys), PostgresKeyValue::entry)) {
      values.put(found.key(), found.value());
    }
    return values;
  }

  @Override
  public void setAll(Map<String, byte[]> values) {
    List<Map.Entry<String, byte[]>> chunk = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<String, byte[]> entry : values.entrySet()) {
      if (bytes > 0 && bytes + entry.getValue().length > CHUNK_BYTES) {
        set(chunk);
        chunk.clear();
        bytes = 0;
      }
      chunk.add(entry);
      bytes += entry.getValue().length;
    }
    set(chunk);
  }

  private void set(List<Map.Entry<String, byte[]>> entries) {
    byte[][] keys =
        entries.stream().map(e -> PostgresKeyValue.stored(e.getKey())).toArray(byte[][]::new);
    byte[][] values = entries.stream().map(Map.Entry::getValue).toArray(byte[][]::new);
    Object[] json = entries.stream().map(e -> PostgresJson.holds(e.getValue())).toArray();
    int unused =
        postgres.update(
            SET,
            statement -> {
              statement.setArray(1, array(statement, "bytea", keys));
              statement.setArray(2, array(statement, "bytea", values));
              statement.setArray(3, array(statement, "boolean", json));
            });
  }

  @Override
  public long deleteAll(Collection<String> keys) {
    return postgres.query(DELETE, only(keys), row -> row.getLong(1)).getFirst();
  }

  private static Binder only(Collection<String> keys) {
    byte[][] stored = keys.stream().map(PostgresKeyValue::stored).toArray(byte[][]::new);
    return statement -> statement.setArray(1, array(statement, "bytea", stored));
  }

  private static Array array(PreparedStatement statement, String type, Object[] elements)
      throws SQLException {
    return statement.getConnection().createArrayOf(type, elements);
  }
}
