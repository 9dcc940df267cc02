package io.patternsdk.driver.postgres;

import static io.patternsdk.driver.postgres.PostgresKeyValue.ALIVE;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.PushDown;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.keyvalue.DocumentQuery;
import io.patternsdk.core.keyvalue.DocumentRequest;
import io.patternsdk.core.keyvalue.DocumentWalk;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.Position;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.postgresql.PGStatement;

/**
 * Finds documents by their JSONB, of which one index knows every value at every path. Rows without
 * it, which are no documents or hold what JSONB does not, come as well and are looked at here.
 */
final class PostgresDocumentQuery implements DocumentQuery {
  private static final int LARGEST_PAGE = 1_000;
  private static final String INDEX =
      "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('kv_doc')";

  private final PostgresConnections postgres;

  PostgresDocumentQuery(PostgresConnections postgres) {
    this.postgres = postgres;
  }

  /** The one index has every field of every document; all that is asked is whether it is in use. */
  @Override
  public void index(String prefix, Collection<String> fields) {
    for (String field : fields) {
      try {
        var unused = JsonPath.parse(field);
      } catch (JsonException e) {
        throw new BackendException(
            ErrorKind.INVALID_ARGUMENT, "field \"" + field + "\": " + e.getMessage(), e);
      }
    }
    if (!postgres.query(INDEX, statement -> {}, row -> row.getBoolean(1)).contains(true)) {
      throw new BackendException(
          ErrorKind.UNSUPPORTED, "the index kv_doc is missing or not valid; make it again");
    }
  }

  @Override
  public DocumentWalk find(DocumentRequest request) {
    PushDown division = PostgresFilter.divide(request.filter());
    Filter filter = division.evaluated();
    Scan<Entry> entries =
        request.order().field().isEmpty()
            ? byKey(request, filter)
            : new RankedWalk(postgres, request, filter);
    return new DocumentWalk(entries, division.residual());
  }

  /** A row as it is found; without JSONB the server has not looked into it. */
  private record Row(Entry entry, boolean opaque) {}

  private Scan<Entry> byKey(DocumentRequest request, Filter filter) {
    byte[] first = PostgresKeyValue.stored(request.prefix());
    byte[] from =
        request
            .after()
            .map(Position::key)
            .map(KeysetWalk::after)
            .filter(after -> Arrays.compareUnsigned(after, first) > 0)
            .orElse(first);
    int size = Math.clamp(request.pageSize(), 1, LARGEST_PAGE);
    KeysetWalk<Row> rows =
        new KeysetWalk<>(
            from,
            size,
            start -> page(request, filter, start, size),
            row -> row.entry.key(),
            row -> row.entry.value().length);
    return new Scan<>() {
      @Override
      public List<Entry> nextPage() {
        List<Row> page = rows.nextPage();
        while (!page.isEmpty()) {
          List<Entry> matching =
              page.stream()
                  .filter(row -> !row.opaque || matches(row.entry.value(), filter))
                  .map(Row::entry)
                  .toList();
          if (!matching.isEmpty()) {
            return matching;
          }
          page = rows.nextPage();
        }
        return List.of();
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  /** Tells whether what the server has not looked into is to be handed over. */
  static boolean matches(byte[] value, Filter filter) {
    JsonObject document = PostgresJson.read(value);
    return document == null || filter.matches(document);
  }

  private List<Row> page(DocumentRequest request, Filter filter, byte[] from, int size) {
    PostgresFilter condition = new PostgresFilter(filter);
    String range = "FROM kv WHERE key >= ? AND key < ? AND " + ALIVE;
    String sql =
        """
        SELECT key, value, opaque FROM (
          SELECT *, sum(octet_length(value)) OVER (
            ORDER BY key ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
          FROM (
            (SELECT key, value, false AS opaque %s AND doc IS NOT NULL AND %s
              ORDER BY key LIMIT %d)
            UNION ALL
            (SELECT key, value, true %s AND doc IS NULL ORDER BY key LIMIT %d)
            ORDER BY key LIMIT %d) AS found) AS page
        WHERE before IS NULL OR before < %d ORDER BY key
        """
            .formatted(range, condition.sql(), size, range, size, size, KeysetWalk.PAGE_BYTES);
    byte[] end = KeysetWalk.end(request.prefix());
    return postgres.call(
        connection -> {
          try (PreparedStatement statement = planned(connection, sql)) {
            statement.setBytes(1, from);
            statement.setBytes(2, end);
            int next = condition.bind(statement, 3);
            statement.setBytes(next, from);
            statement.setBytes(next + 1, end);
            return PostgresConnections.rows(
                statement, row -> new Row(PostgresKeyValue.entry(row), row.getBoolean(3)));
          }
        });
  }

  /** A statement that is planned anew for its parameters, on which the use of an index depends. */
  static PreparedStatement planned(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    return statement;
  }
}
