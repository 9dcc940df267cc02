package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.table.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the server publishes for feeds, made by whoever may. */
final class Publications {
  private static final String THERE = "SELECT FROM pg_publication WHERE pubname = ?";
  private static final String TABLES =
      """
      SELECT schemaname, tablename, attnames, rowfilter
      FROM pg_publication_tables WHERE pubname = ?
      """;

  private final TableHost host;
  private final PgTypes types;

  Publications(TableHost host, PgTypes types) {
    this.host = host;
    this.types = types;
  }

  /**
   * What is published of a table.
   *
   * @param columns their names
   * @param filter which rows, as a condition of SQL
   */
  record Published(Set<String> columns, Optional<String> filter) {}

  /**
   * Makes sure that the tables of a feed are published, beside others that were.
   *
   * @throws BackendException NOT_FOUND if a table or, where somebody else makes it, the publication
   *     is not there; UNSUPPORTED if a table does not say which row was changed
   */
  void prepare(Connection connection, FeedName feed, FeedRequest request) throws SQLException {
    List<CatalogTable> tables = new ArrayList<>();
    for (TableName name : request.tables()) {
      tables.add(
          CatalogTable.find(connection, types, name)
              .orElseThrow(
                  () -> new BackendException(ErrorKind.NOT_FOUND, "there is no table " + name)));
    }
    publish(connection, feed, tables, isThere(connection, feed));
  }

  /**
   * Adds tables that a feed did not have when it began, which is told from then on. One that is
   * gone is left out: what was changed before may still be read.
   *
   * @throws BackendException NOT_FOUND where somebody else has to publish them; UNSUPPORTED if one
   *     does not say which row was changed
   */
  void extend(Connection connection, FeedName feed, FeedRequest request) throws SQLException {
    if (isThere(connection, feed)) {
      List<CatalogTable> tables = new ArrayList<>();
      for (TableName name : request.tables()) {
        CatalogTable.find(connection, types, name).ifPresent(tables::add);
      }
      publish(connection, feed, tables, true);
    }
  }

  private void publish(
      Connection connection, FeedName feed, List<CatalogTable> tables, boolean there)
      throws SQLException {
    Set<TableName> published = published(connection, feed).keySet();
    List<CatalogTable> missing =
        tables.stream().filter(table -> !published.contains(table.name())).toList();
    if (there && missing.isEmpty()) {
      return;
    }
    String change = (there ? addition(feed, missing) : creation(feed, tables));
    if (!host.creates()) {
      throw new BackendException(
          ErrorKind.NOT_FOUND,
          "`tables: require` lets the driver publish nothing; run " + change + " once");
    }
    for (CatalogTable table : missing) {
      if (!table.isIdentified()) {
        // Published, it would take no update and no deletion any more.
        throw new BackendException(
            ErrorKind.UNSUPPORTED,
            "changes of %1$s do not say which row it was: give it a primary key, or ALTER TABLE %2$s REPLICA IDENTITY FULL"
                .formatted(table.name(), PostgresSessions.quoted(table.name())));
      }
    }
    try {
      PostgresSessions.execute(connection, change);
    } catch (SQLException e) {
      if ("42501".equals(e.getSQLState())) {
        throw new BackendException(
            ErrorKind.PERMISSION_DENIED,
            Effect.NONE,
            "%s: whoever owns the tables may run %s".formatted(e.getMessage(), change),
            e);
      }
      throw e;
    }
  }

  private static boolean isThere(Connection connection, FeedName feed) throws SQLException {
    return !PostgresSessions.query(
            connection, THERE, statement -> statement.setString(1, feed.publication()), row -> true)
        .isEmpty();
  }

  private static String creation(FeedName feed, List<CatalogTable> tables) {
    return "CREATE PUBLICATION %s FOR TABLE %s WITH (publish_via_partition_root = true)"
        .formatted(PostgresSessions.quoted(feed.publication()), listed(tables));
  }

  private static String addition(FeedName feed, List<CatalogTable> tables) {
    return "ALTER PUBLICATION %s ADD TABLE %s"
        .formatted(PostgresSessions.quoted(feed.publication()), listed(tables));
  }

  private static String listed(List<CatalogTable> tables) {
    return tables.stream()
        .map(table -> (table.partitioned() ? "" : "ONLY ") + PostgresSessions.quoted(table.name()))
        .collect(Collectors.joining(", "));
  }

  /** Returns what is published for a feed. */
  static Map<TableName, Published> published(Connection connection, FeedName feed)
      throws SQLException {
    Map<TableName, Published> published = new LinkedHashMap<>();
    var unused =
        PostgresSessions.query(
            connection,
            TABLES,
            statement -> statement.setString(1, feed.publication()),
            row ->
                published.put(
                    new TableName(row.getString(1), row.getString(2)),
                    new Published(
                        new HashSet<>(List.of((String[]) row.getArray(3).getArray())),
                        Optional.ofNullable(row.getString(4)))));
    return published;
  }

  /** Takes out what a feed has no more, where the driver may. */
  void trim(Connection connection, FeedName feed, FeedRequest request) throws SQLException {
    Set<TableName> others = new TreeSet<>(published(connection, feed).keySet());
    others.removeAll(request.tables());
    if (host.creates() && !others.isEmpty()) {
      String names =
          others.stream().map(PostgresSessions::quoted).collect(Collectors.joining(", "));
      PostgresSessions.execute(
          connection,
          "ALTER PUBLICATION %s DROP TABLE %s"
              .formatted(PostgresSessions.quoted(feed.publication()), names));
    }
  }

  /** Lets the publication of a feed go, where the driver may have made it. */
  void drop(Connection connection, FeedName feed) throws SQLException {
    if (host.creates()) {
      PostgresSessions.execute(
          connection, "DROP PUBLICATION IF EXISTS " + PostgresSessions.quoted(feed.publication()));
    }
  }
}
