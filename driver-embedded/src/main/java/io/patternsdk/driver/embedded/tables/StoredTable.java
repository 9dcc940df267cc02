package io.patternsdk.driver.embedded.tables;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A table; guarded by the lock of its store. */
final class StoredTable {
  private final Map<String, StoredRow> rows = new LinkedHashMap<>();
  private TableSchema schema;
  private RowVersion truncated;
  private long count;

  StoredTable(TableSchema schema, RowVersion truncated) {
    this.schema = schema;
    this.truncated = truncated;
  }

  TableSchema schema() {
    return schema;
  }

  RowVersion truncated() {
    return truncated;
  }

  void truncated(RowVersion version) {
    truncated = version;
  }

  long count() {
    return count;
  }

  Map<String, StoredRow> rows() {
    return rows;
  }

  @Nullable StoredRow row(String key) {
    return rows.get(key);
  }

  /** Puts a row in place of another, or takes it away where there is none. */
  void put(String key, @Nullable StoredRow row) {
    StoredRow before = row == null ? rows.remove(key) : rows.put(key, row);
    count += one(row) - one(before);
  }

  private static int one(@Nullable StoredRow row) {
    return row != null && row.row().isPresent() ? 1 : 0;
  }

  /** Returns all rows that are there. */
  List<Row> all() {
    return rows.values().stream().flatMap(stored -> stored.row().stream()).toList();
  }

  /** Tells whether it may become like this: the same with columns at the end that may be absent. */
  boolean growsTo(TableSchema wider) {
    return schema.isBeginningOf(wider)
        && wider.columns().stream().skip(schema.columns().size()).allMatch(Column::nullable);
  }

  /** Gives all rows the columns of a wider schema. */
  void grow(TableSchema wider) {
    schema = wider;
    rows.replaceAll(
        (key, stored) -> new StoredRow(stored.row().map(this::fitted), stored.version()));
  }

  /**
   * Returns a row with the columns of the table, of which it may lack some that may be absent.
   *
   * @throws BackendException INVALID_ARGUMENT if it does not fit
   */
  Row fitted(Row row) {
    if (row.schema().equals(schema)) {
      return row;
    }
    @Nullable Object[] values = new Object[schema.columns().size()];
    int taken = 0;
    for (int i = 0; i < values.length; i++) {
      Column column = schema.columns().get(i);
      OptionalInt place = row.schema().place(column.name());
      if (place.isPresent()) {
        values[i] = row.value(place.getAsInt());
        taken++;
      } else if (!column.nullable()) {
        throw unfit(row, "lacks " + column.name());
      }
    }
    if (taken < row.schema().columns().size() || !row.schema().key().equals(schema.key())) {
      throw unfit(row, "has other columns or another key than " + schema);
    }
    try {
      return Row.of(schema, values);
    } catch (IllegalArgumentException e) {
      throw unfit(row, String.valueOf(e.getMessage()));
    }
  }

  private static BackendException unfit(Row row, String why) {
    return new BackendException(ErrorKind.INVALID_ARGUMENT, row + " does not fit: " + why);
  }
}
