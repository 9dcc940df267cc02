package io.patternsdk.driver.embedded.tables;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableWrite;
import io.patternsdk.core.table.TableWrite.Delete;
import io.patternsdk.core.table.TableWrite.Truncate;
import io.patternsdk.core.table.TableWrite.Upsert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes that are collected beside the tables, which are changed when all of them were fit. */
final class TableTransaction {
  private final Function<TableName, StoredTable> tables;
  private final Instant time;
  private final Map<StoredTable, Pending> pending = new LinkedHashMap<>();
  private final List<Undated> changes = new ArrayList<>();
  private int newer;

  TableTransaction(Function<TableName, StoredTable> tables, Instant time) {
    this.tables = tables;
    this.time = time;
  }

  /** What becomes of one table; a row that is null is forgotten. */
  private static final class Pending {
    final Map<String, @Nullable StoredRow> rows = new LinkedHashMap<>();
    @Nullable RowVersion truncated;
  }

  /** A change that has no position yet. */
  private record Undated(
      Kind kind, TableSchema schema, Optional<Row> before, Optional<Row> after) {}

  void write(TableWrite write) {
    StoredTable table = tables.apply(write.table());
    Pending of = pending.computeIfAbsent(table, t -> new Pending());
    switch (write) {
      case Upsert upsert -> {
        Row row = table.fitted(upsert.row());
        set(table, of, TableRecords.key(row), Optional.of(row), upsert.version());
      }
      case Delete delete ->
          set(table, of, TableRecords.key(delete.row()), Optional.empty(), delete.version());
      case Truncate truncate -> truncate(table, of, truncate.version());
    }
  }

  private void set(
      StoredTable table, Pending of, String key, Optional<Row> after, RowVersion version) {
    StoredRow there = of.rows.containsKey(key) ? of.rows.get(key) : table.row(key);
    RowVersion floor = of.truncated == null ? table.truncated() : of.truncated;
    RowVersion known = there == null ? floor : there.version();
    if (version.compareTo(known) <= 0) {
      return;
    }
    newer++;
    of.rows.put(key, new StoredRow(after, version));
    Optional<Row> before = there == null ? Optional.empty() : there.row();
    if (after.isPresent()) {
      Kind kind = before.isPresent() ? Kind.UPDATE : Kind.INSERT;
      changes.add(new Undated(kind, table.schema(), before, after));
    } else if (before.isPresent()) {
      changes.add(new Undated(Kind.DELETE, table.schema(), before, after));
    }
  }

  private void truncate(StoredTable table, Pending of, RowVersion version) {
    RowVersion floor = of.truncated == null ? table.truncated() : of.truncated;
    if (version.compareTo(floor) <= 0) {
      return;
    }
    newer++;
    of.truncated = version;
    Map<String, @Nullable StoredRow> all = new LinkedHashMap<>(table.rows());
    all.putAll(of.rows);
    all.forEach(
        (key, row) -> {
          if (row != null && row.version().compareTo(version) < 0) {
            of.rows.put(key, null);
            row.row().ifPresent(gone -> gone(table, gone));
          }
        });
  }

  private void gone(StoredTable table, Row row) {
    changes.add(new Undated(Kind.DELETE, table.schema(), Optional.of(row), Optional.empty()));
  }

  /** Changes the tables, and adds the records that keep that. */
  void finish(Map<String, Optional<byte[]>> records) {
    pending.forEach(
        (table, of) -> {
          TableName name = table.schema().name();
          if (of.truncated != null) {
            table.truncated(of.truncated);
            records.put(
                TableRecords.schemaKey(name),
                TableRecords.bytes(TableRecords.schema(table.schema(), of.truncated)));
          }
          of.rows.forEach(
              (key, row) -> {
                table.put(key, row);
                records.put(
                    TableRecords.rowKey(name, key),
                    row == null ? Optional.empty() : TableRecords.bytes(TableRecords.row(row)));
              });
        });
  }

  /** Returns how many writes were newer than what was there. */
  int newer() {
    return newer;
  }

  List<?> changes() {
    return changes;
  }

  /** Returns the changes as those of a commit. */
  List<Change> changes(String source, long commit) {
    List<Change> dated = new ArrayList<>(changes.size());
    for (Undated change : changes) {
      dated.add(
          new Change(
              new FeedPosition(source, commit, dated.size() + 1L),
              change.kind,
              change.schema,
              change.kind == Kind.INSERT ? Optional.empty() : change.before,
              change.after,
              Long.toString(commit),
              time));
    }
    return dated;
  }
}
