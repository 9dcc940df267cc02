package io.patternsdk.driver.postgres.tables;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The types of a database, each asked for once but those that may get labels. Thread-safe. */
final class PgTypes {
  private static final String ASK =
      """
      WITH RECURSIVE asked (type, modifier) AS (SELECT ?::bigint::oid, ?::int),
      base (type, modifier) AS (
        SELECT asked.type, asked.modifier FROM asked UNION ALL
        SELECT typbasetype, typtypmod FROM base JOIN pg_type ON oid = type WHERE typtype = 'd')
      SELECT typname, base.modifier, format_type(asked.type, asked.modifier),
        ARRAY(SELECT enumlabel::text FROM pg_enum
          WHERE enumtypid IN (pg_type.oid, typelem) ORDER BY enumsortorder)
      FROM base JOIN pg_type ON oid = base.type, asked WHERE typtype <> 'd'
      """;

  private final Map<List<Number>, PgType> known = new ConcurrentHashMap<>();

  private static PgType read(ResultSet row) throws SQLException {
    List<String> labels = List.of((String[]) row.getArray(4).getArray());
    return PgType.of(row.getString(1), row.getInt(2), row.getString(3), labels);
  }

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
                  PgTypes::read)
              .stream()
              .findFirst()
              .orElse(PgType.UNKNOWN);
      if (there.labels().isEmpty()) {
        known.put(asked, there);
      }
    }
    return there;
  }
}
