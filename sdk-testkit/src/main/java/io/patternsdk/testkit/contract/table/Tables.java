package io.patternsdk.testkit.contract.table;

import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableUpsert;
import io.patternsdk.core.table.TableUpsert.SchemaPolicy;
import io.patternsdk.core.table.TableWrite;
import io.patternsdk.core.table.TableWrite.Delete;
import io.patternsdk.core.table.TableWrite.Upsert;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tables of one case: names that nobody else has, as tables are in no namespace. */
final class Tables {
  final TableUpsert store;
  final TableSchema schema = schema(unique());
  private long position;

  Tables(TableUpsert store) {
    this.store = store;
    store.define(schema, SchemaPolicy.CREATE);
  }

  static String unique() {
    return "t" + UUID.randomUUID().toString().replace("-", "");
  }

  static TableSchema schema(String name) {
    return TableSchema.of(
        TableName.parse(name),
        List.of(Column.of("id", ColumnType.INT32), Column.nullable("text", ColumnType.STRING)),
        List.of("id"));
  }

  Row row(int id, @Nullable String text) {
    return Row.of(schema, id, text);
  }

  Upsert upsert(int id, String text, long version) {
    return new Upsert(row(id, text), new RowVersion(version, 0));
  }

  Delete delete(int id, long version) {
    return new Delete(row(id, null), new RowVersion(version, 0));
  }

  /** Applies writes as the writer of this name; returns how many were newer. */
  int apply(TableWrite... writes) {
    return apply(List.of(writes));
  }

  int apply(List<? extends TableWrite> writes) {
    return store.apply(List.copyOf(writes), new Progress("writer", 1, "" + position++));
  }

  @Nullable Object text(int id) {
    return store.find(row(id, null)).map(row -> row.value("text")).orElse(null);
  }
}
