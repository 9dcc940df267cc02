package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.table.Row;
import io.patternsdk.driver.postgres.tables.CatalogTable.CatalogColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The order of the rows of a table by their keys, in SQL: the database compares, nobody else. */
final class KeyOrder {
  private final List<CatalogColumn> key = new ArrayList<>();
  private final String columns;

  KeyOrder(CatalogTable table) {
    table.key().forEach(name -> key.add(table.column(name).orElseThrow()));
    this.columns =
        key.stream()
            .map(column -> PostgresSessions.quoted(column.name()))
            .collect(Collectors.joining(", "));
  }

  boolean isEmpty() {
    return key.isEmpty();
  }

  /** Returns what a query orders by. */
  String columns() {
    return columns;
  }

  /** Returns a condition: behind a row. */
  String behind(Row row) {
    return "(" + columns + ") > " + values(row);
  }

  /** Returns the key of a row, as a row of SQL. */
  String values(Row row) {
    List<String> values = new ArrayList<>();
    for (CatalogColumn column : key) {
      String text = String.valueOf(PostgresValues.text(row.value(column.name())));
      values.add(PostgresSessions.literal(text) + "::" + column.type().name());
    }
    return "(" + String.join(", ", values) + ")";
  }
}
