package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.table.RowVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Removes the rows of a table that are older than a version. */
final class Truncation {
  private static final String NOTE =
      "UPDATE applied_table SET major = ?, minor = ? WHERE id = ? AND (major, minor) < (?, ?)";
  private static final String KEPT =
      "SELECT key FROM applied_version WHERE table_id = ? AND (major, minor) >= (?, ?)";
  private static final String FORGET =
      "DELETE FROM applied_version WHERE table_id = ? AND (major, minor) < (?, ?)";

  private Truncation() {}

  /** Returns 1 if it was newer than the last one, else 0 and nothing is changed. */
  static int apply(Connection connection, AppliedTable table, RowVersion version)
      throws SQLException {
    int newer =
        PostgresSessions.update(
            connection,
            NOTE,
            statement -> {
              statement.setLong(1, version.major());
              statement.setLong(2, version.minor());
              statement.setInt(3, table.id());
              statement.setLong(4, version.major());
              statement.setLong(5, version.minor());
            });
    if (newer > 0) {
      removeAllBut(
          connection, table, PostgresSessions.query(connection, KEPT, of(table, version), key()));
      int unused = PostgresSessions.update(connection, FORGET, of(table, version));
    }
    return newer;
  }

  private static PostgresSessions.Reader<List<String>> key() {
    return row -> RowKeys.texts(row.getBytes(1));
  }

  private static PostgresSessions.Binder of(AppliedTable table, RowVersion version) {
    return statement -> {
      statement.setInt(1, table.id());
      statement.setLong(2, version.major());
      statement.setLong(3, version.minor());
    };
  }

  private static void removeAllBut(
      Connection connection, AppliedTable table, List<List<String>> kept) throws SQLException {
    List<String> key = table.table().primaryKey();
    String places =
        IntStream.range(0, key.size()).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
    String same =
        IntStream.range(0, key.size())
            .mapToObj(
                i ->
                    "t.%s = k%d::%s"
                        .formatted(PostgresSessions.quoted(key.get(i)), i, table.type(key.get(i))))
            .collect(Collectors.joining(" AND "));
    String sql =
        "DELETE FROM %s AS t WHERE NOT EXISTS (SELECT FROM unnest(%s) AS kept (%s) WHERE %s)"
            .formatted(
                table.name(),
                String.join(", ", key.stream().map(column -> "?::text[]").toList()),
                places,
                same);
    int unused =
        PostgresSessions.update(
            connection,
            sql,
            statement -> {
              for (int i = 0; i < key.size(); i++) {
                int place = i;
                Object[] texts = kept.stream().map(one -> one.get(place)).toArray();
                statement.setArray(i + 1, connection.createArrayOf("text", texts));
              }
            });
  }
}
