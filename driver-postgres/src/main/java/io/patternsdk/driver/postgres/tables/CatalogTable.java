package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A table as the catalog has it now.
 *
 * @param relation its number
 * @param partitioned whether its rows are in partitions
 * @param identity what an update and a deletion tell of the row before, a letter of the catalog
 */
record CatalogTable(
    long relation,
    boolean partitioned,
    char identity,
    TableName name,
    List<CatalogColumn> columns) {
  private static final String COLUMNS =
      """
      SELECT c.oid::bigint, relkind, relreplident, nspname, relname,
        attname, atttypid::bigint, atttypmod, attnotnull, attgenerated <> '', attidentity <> '',
        coalesce(array_position(p.indkey[0:p.indnkeyatts - 1], attnum) + 1, 0),
        coalesce(array_position(i.indkey[0:i.indnkeyatts - 1], attnum) + 1, 0),
        CASE attgenerated WHEN '' THEN coalesce(pg_get_expr(adbin, adrelid), '') ELSE '' END
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = relnamespace
      JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
      LEFT JOIN pg_attrdef d ON adrelid = c.oid AND adnum = attnum
      LEFT JOIN pg_index p ON p.indrelid = c.oid AND p.indisprimary
      LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisreplident
      WHERE relkind IN ('r', 'p') AND %s ORDER BY attnum
      """;
  private static final String BY_NAME = COLUMNS.formatted("nspname = ? AND relname = ?");
  private static final String BY_NUMBER = COLUMNS.formatted("c.oid = ?::bigint::oid");

  /**
   * A column of it.
   *
   * @param primary its place in the primary key, from 1; 0 if it has none
   * @param identity its place in the index that is the replica identity
   * @param otherwise what a new row has that does not say it, as SQL; empty for nothing
   */
  record CatalogColumn(
      String name,
      PgType type,
      boolean notNull,
      boolean generated,
      boolean counted,
      int primary,
      int identity,
      String otherwise) {
    Column column() {
      return type.column(name, !notNull, otherwise);
    }
  }

  /** Returns a table; empty if there is none of this name. */
  static Optional<CatalogTable> find(Connection connection, PgTypes types, TableName name)
      throws SQLException {
    return read(
        connection,
        types,
        BY_NAME,
        statement -> {
          statement.setString(1, name.schema());
          statement.setString(2, name.table());
        });
  }

  /** Returns a table by its number; empty if it is gone. */
  static Optional<CatalogTable> find(Connection connection, PgTypes types, long relation)
      throws SQLException {
    return read(connection, types, BY_NUMBER, statement -> statement.setLong(1, relation));
  }

  /** A row of the answer, whose type is not resolved. */
  private record Found(CatalogTable table, CatalogColumn column, long type, int modifier) {}

  private static Optional<CatalogTable> read(
      Connection connection, PgTypes types, String sql, PostgresSessions.Binder binder)
      throws SQLException {
    List<Found> found = PostgresSessions.query(connection, sql, binder, CatalogTable::found);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<CatalogColumn> columns = new ArrayList<>();
    for (Found one : found) {
      CatalogColumn column = one.column;
      columns.add(
          new CatalogColumn(
              column.name,
              types.of(connection, one.type, one.modifier),
              column.notNull,
              column.generated,
              column.counted,
              column.primary,
              column.identity,
              column.otherwise));
    }
    CatalogTable table = found.getFirst().table;
    return Optional.of(
        new CatalogTable(
            table.relation, table.partitioned, table.identity, table.name, List.copyOf(columns)));
  }

  private static Found found(ResultSet row) throws SQLException {
    CatalogTable table =
        new CatalogTable(
            row.getLong(1),
            row.getString(2).equals("p"),
            row.getString(3).charAt(0),
            new TableName(row.getString(4), row.getString(5)),
            List.of());
    CatalogColumn column =
        new CatalogColumn(
            row.getString(6),
            PgType.UNKNOWN,
            row.getBoolean(9),
            row.getBoolean(10),
            row.getBoolean(11),
            row.getInt(12),
            row.getInt(13),
            row.getString(14));
    return new Found(table, column, row.getLong(7), row.getInt(8));
  }

  Optional<CatalogColumn> column(String column) {
    return columns.stream().filter(one -> one.name.equals(column)).findFirst();
  }

  /** Returns the primary key in its order; none where there is none. */
  List<String> primaryKey() {
    return columns.stream()
        .filter(column -> column.primary > 0)
        .sorted(Comparator.comparingInt(CatalogColumn::primary))
        .map(CatalogColumn::name)
        .toList();
  }

  /** Returns the index by which rows are told from others, in its order; none where none is set. */
  private List<String> identityKey() {
    return columns.stream()
        .filter(column -> column.identity > 0)
        .sorted(Comparator.comparingInt(CatalogColumn::identity))
        .map(CatalogColumn::name)
        .toList();
  }

  /** Returns what tells its rows from others in a feed. */
  List<String> key() {
    return identity == 'i' ? identityKey() : primaryKey();
  }

  /** Tells whether an update and a deletion say which row it was. */
  boolean isIdentified() {
    return switch (identity) {
      case 'd' -> !primaryKey().isEmpty();
      case 'n' -> false;
      default -> true;
    };
  }

  /** Returns what a feed tells of it: what is computed from other columns is not told. */
  TableSchema told() {
    return TableSchema.of(
        name,
        columns.stream().filter(c -> !c.generated).map(CatalogColumn::column).toList(),
        key());
  }

  @Override
  public String toString() {
    return name + columns.stream().map(CatalogColumn::name).toList().toString();
  }
}
