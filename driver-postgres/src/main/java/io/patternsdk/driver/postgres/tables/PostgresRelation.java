package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.driver.postgres.tables.CatalogTable.CatalogColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A table as it was when the changes that follow were made.
 *
 * @param schema what it was
 * @param identified by place, the columns that an old row is known by
 */
record PostgresRelation(TableSchema schema, boolean[] identified) {

  /**
   * A table as the server says.
   *
   * @param identity a letter of the catalog
   */
  record Said(long relation, TableName name, char identity, List<SaidColumn> columns) {
    private List<String> identified() {
      return columns.stream().filter(SaidColumn::identified).map(SaidColumn::name).toList();
    }
  }

  /** A column of it. */
  record SaidColumn(String name, long type, int modifier, boolean identified) {}

  /**
   * Completes what the server says by the catalog of today: the primary key, which columns are
   * never absent, and the names of types. What the catalog does not know any more is left out.
   */
  static PostgresRelation of(Connection connection, PgTypes types, Said said) throws SQLException {
    Optional<CatalogTable> today = CatalogTable.find(connection, types, said.relation);
    List<String> key = key(said, today);
    List<Column> columns = new ArrayList<>();
    boolean[] identified = new boolean[said.columns.size()];
    for (SaidColumn column : said.columns) {
      Optional<CatalogColumn> now = today.flatMap(table -> table.column(column.name));
      boolean present = key.contains(column.name) || now.map(CatalogColumn::notNull).orElse(false);
      identified[columns.size()] = column.identified;
      columns.add(
          types
              .of(connection, column.type, column.modifier)
              .column(column.name, !present, now.map(CatalogColumn::otherwise).orElse("")));
    }
    return new PostgresRelation(TableSchema.of(said.name, columns, key), identified);
  }

  private static List<String> key(Said said, Optional<CatalogTable> today) {
    List<String> identified = said.identified();
    List<String> now = today.map(CatalogTable::primaryKey).orElse(List.of());
    if (said.identity == 'f' || said.identity == 'n') {
      boolean whole = said.columns.stream().map(SaidColumn::name).toList().containsAll(now);
      return whole ? now : List.of();
    }
    List<String> ordered =
        said.identity == 'i' ? today.map(CatalogTable::key).orElse(List.of()) : now;
    return new HashSet<>(ordered).equals(new HashSet<>(identified)) ? ordered : identified;
  }
}
