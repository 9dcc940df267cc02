package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableWrite;
import io.patternsdk.core.table.TableWrite.Delete;
import io.patternsdk.core.table.TableWrite.Truncate;
import io.patternsdk.core.table.TableWrite.Upsert;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes that follow each other and are of one kind, one schema and different keys, so that one
 * statement applies them in their order.
 */
final class WriteRun {
  private static final String WHICH = "SELECT n FROM asked JOIN newer USING (key) ORDER BY n";

  private final TableWrite first;
  private final List<Row> rows = new ArrayList<>();
  private final List<byte[]> keys = new ArrayList<>();
  private final Set<ByteBuffer> different = new HashSet<>();
  private final List<Long> major = new ArrayList<>();
  private final List<Long> minor = new ArrayList<>();

  private WriteRun(TableWrite first) {
    this.first = first;
  }

  /** Cuts writes into runs, in their order. */
  static List<WriteRun> of(List<TableWrite> writes) {
    List<WriteRun> runs = new ArrayList<>();
    for (TableWrite write : writes) {
      if (runs.isEmpty() || !runs.getLast().add(write)) {
        WriteRun next = new WriteRun(write);
        boolean unused = next.add(write);
        runs.add(next);
      }
    }
    return runs;
  }

  private boolean add(TableWrite write) {
    return switch (write) {
      case Upsert upsert -> first instanceof Upsert && add(upsert.row(), upsert.version());
      case Delete delete -> first instanceof Delete && add(delete.row(), delete.version());
      case Truncate truncate -> truncate == first;
    };
  }

  private boolean add(Row row, RowVersion version) {
    byte[] key = RowKeys.of(row);
    boolean fits = rows.isEmpty() || row.schema().equals(rows.getFirst().schema());
    if (!fits || !different.add(ByteBuffer.wrap(key))) {
      return false;
    }
    rows.add(row);
    keys.add(key);
    major.add(version.major());
    minor.add(version.minor());
    return true;
  }

  TableWrite first() {
    return first;
  }

  /** Applies it; returns how many of the writes were newer. */
  int apply(Connection connection, AppliedTable table) throws SQLException {
    return switch (first) {
      case Upsert upsert -> upsert(connection, table);
      case Delete delete -> delete(connection, table);
      case Truncate truncate -> Truncation.apply(connection, table, truncate.version());
    };
  }

  /** Asks for each write whether it is newer, and notes that it was made if it is. */
  private static String newer(AppliedTable table, int columns) {
    return """
    WITH asked AS (
      SELECT * FROM unnest(?::bytea[], ?::bigint[], ?::bigint[]%s)
        WITH ORDINALITY AS a (key, major, minor%s, n)),
    newer AS (
      INSERT INTO applied_version AS v (table_id, key, major, minor)
      SELECT %d, key, major, minor FROM asked WHERE (major, minor) > (%d, %d) ORDER BY n
      ON CONFLICT (table_id, key) DO UPDATE SET major = excluded.major, minor = excluded.minor
      WHERE (v.major, v.minor) < (excluded.major, excluded.minor)
      RETURNING key)
    """
        .formatted(
            ", ?::text[]".repeat(columns),
            IntStream.range(0, columns).mapToObj(i -> ", c" + i).collect(Collectors.joining()),
            table.id(),
            table.truncated().major(),
            table.truncated().minor());
  }

  private void bindVersions(PreparedStatement statement) throws SQLException {
    Connection connection = statement.getConnection();
    statement.setArray(1, connection.createArrayOf("bytea", keys.toArray(byte[][]::new)));
    statement.setArray(2, connection.createArrayOf("bigint", major.toArray()));
    statement.setArray(3, connection.createArrayOf("bigint", minor.toArray()));
  }

  private int upsert(Connection connection, AppliedTable table) throws SQLException {
    TableSchema schema = rows.getFirst().schema();
    table.check(schema);
    List<String> columns = table.written(schema);
    String names = columns.stream().map(PostgresSessions::quoted).collect(Collectors.joining(", "));
    String values =
        IntStream.range(0, columns.size())
            .mapToObj(i -> "c%d::%s".formatted(i, table.type(columns.get(i))))
            .collect(Collectors.joining(", "));
    String key =
        schema.key().stream().map(PostgresSessions::quoted).collect(Collectors.joining(", "));
    String changes =
        columns.stream()
            .filter(column -> !schema.key().contains(column))
            .map(PostgresSessions::quoted)
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));
    String sql =
        newer(table, columns.size())
            + """
            , done AS (
              INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE
              SELECT %s FROM asked JOIN newer USING (key) ORDER BY n
              ON CONFLICT (%s) DO %s)
            SELECT count(*) FROM newer
            """
                .formatted(
                    table.name(),
                    names,
                    values,
                    key,
                    changes.isEmpty() ? "NOTHING" : "UPDATE SET " + changes);
    return PostgresSessions.query(
            connection,
            sql,
            statement -> {
              bindVersions(statement);
              for (int i = 0; i < columns.size(); i++) {
                statement.setArray(4 + i, texts(connection, columns.get(i)));
              }
            },
            row -> row.getInt(1))
        .getFirst();
  }

  private Array texts(Connection connection, String column) throws SQLException {
    @Nullable String[] texts = new String[rows.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = PostgresValues.text(rows.get(i).value(column));
    }
    return connection.createArrayOf("text", texts);
  }

  /** The deletions see what was committed while the versions were waited for. */
  private int delete(Connection connection, AppliedTable table) throws SQLException {
    List<Integer> newer =
        PostgresSessions.query(
            connection, newer(table, 0) + WHICH, this::bindVersions, row -> row.getInt(1) - 1);
    List<String> key = table.table().primaryKey();
    String sql = "DELETE FROM %s WHERE %s".formatted(table.name(), table.keyIs());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int one : newer) {
        List<String> texts = AppliedTable.texts(rows.get(one), key);
        for (int i = 0; i < texts.size(); i++) {
          statement.setString(i + 1, texts.get(i));
        }
        statement.addBatch();
      }
      int[] unused = statement.executeBatch();
    }
    return newer.size();
  }
}
