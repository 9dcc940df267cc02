package io.patternsdk.driver.postgres.tables;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The types of a database, each asked for once. Thread-safe. */
final class PgTypes {
  private static final String ASK =
      """
      WITH RECURSIVE asked (type, modifier) AS (SELECT ?::bigint::oid, ?::int),
      base (type, modifier) AS (
        SELECT asked.type, asked.modifier FROM asked UNION ALL
        SELECT typbasetype, typtypmod FROM base JOIN pg_type ON oid = type WHERE typtype = 'd')
      SELECT typname, base.modifier, format_type(asked.type, asked.modifier)
      FROM base JOIN pg_type ON oid = base.type, asked WHERE typtype <> 'd'
      """;

  private final Map<List<Number>, PgType> known = new ConcurrentHashMap<>();

  /** Returns a type by its number and its modifier. */
  PgType of(Connection connection, long type, int modifier) throws SQLException {
    List<Number> asked = List.of(type, modifier);
    PgType there = known.get(asked);
    if (there == null) {
      there =
          PostgresSessions.query(
                  connection,
                  ASK,
                  statement -> {
                    statement.setLong(1, type);
                    statement.setInt(2, modifier);
                  },
                  row -> PgType.of(row.getString(1), row.getInt(2), row.getString(3)))
              .stream()
              .findFirst()
              .orElse(PgType.UNKNOWN);
      known.put(asked, there);
    }
    return there;
  }
}
