package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.driver.postgres.tables.CatalogTable.CatalogColumn;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table that changes are applied to.
 *
 * @param id under which versions of its rows are kept
 * @param truncated what rows that were not heard of since are as old as
 */
record AppliedTable(int id, CatalogTable table, RowVersion truncated) {

  AppliedTable truncatedAt(RowVersion version) {
    return new AppliedTable(id, table, version);
  }

  /**
   * Checks that rows of a schema can be stored; they may lack columns that may be absent.
   *
   * @throws BackendException INVALID_ARGUMENT if they cannot
   */
  void check(TableSchema schema) {
    Optional<String> misfit = misfit(table, schema);
    if (misfit.isPresent()) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT, schema + " does not fit: " + misfit.get());
    }
  }

  /** Says why rows of a schema cannot be stored; empty if they can. */
  static Optional<String> misfit(CatalogTable table, TableSchema schema) {
    if (!table.primaryKey().equals(schema.key())) {
      return Optional.of(table.name() + " has the key " + table.primaryKey());
    }
    for (Column column : schema.columns()) {
      Optional<CatalogColumn> there = table.column(column.name());
      if (there.isEmpty()) {
        return Optional.of(table.name() + " has no column " + column.name());
      }
      if (!there.get().type().takes(column.type())) {
        return Optional.of(
            "column %s of %s is %s, which takes no %s"
                .formatted(column.name(), table.name(), there.get().type().name(), column.type()));
      }
    }
    return table.columns().stream()
        .filter(column -> column.notNull() && !column.generated())
        .map(CatalogColumn::name)
        .filter(name -> schema.place(name).isEmpty())
        .findFirst()
        .map(name -> "it lacks " + name);
  }

  /** The SQL name of the type that a column has in the table. */
  String type(String column) {
    return table.column(column).map(there -> there.type().name()).orElse("text");
  }

  /** The columns of a schema that can be written. */
  List<String> written(TableSchema schema) {
    return schema.columns().stream()
        .map(Column::name)
        .filter(name -> table.column(name).map(there -> !there.generated()).orElse(false))
        .toList();
  }

  String name() {
    return PostgresSessions.quoted(table.name());
  }

  /** Returns a condition of the key columns, each with a parameter for the text of its value. */
  String keyIs() {
    return table.primaryKey().stream()
        .map(column -> "%s = ?::%s".formatted(PostgresSessions.quoted(column), type(column)))
        .collect(Collectors.joining(" AND "));
  }

  /** The texts of the values of a row's columns. */
  static List<String> texts(Row row, List<String> columns) {
    return columns.stream()
        .map(column -> String.valueOf(PostgresValues.text(row.value(column))))
        .toList();
  }
}
