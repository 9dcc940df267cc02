package io.patternsdk.cdc;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.changefeed.FeedChunk;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.Row.Unavailable;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A chunk that waits until the changes have come to where its rows were read. What is changed by
 * transactions that its rows do not have is newer than they are, and is out of it.
 */
final class OpenChunk {
  private final TableName table;
  private final FeedChunk chunk;
  private final Map<RowKey, Row> rows = new LinkedHashMap<>();
  private final Map<RowKey, Row> newer = new HashMap<>();

  OpenChunk(TableName table, FeedChunk chunk) {
    this.table = table;
    this.chunk = chunk;
    chunk.rows().forEach(row -> rows.put(RowKey.of(table, row), row));
  }

  FeedChunk chunk() {
    return chunk;
  }

  /** Tells whether all changes that its rows have were read. */
  boolean isRipe(FeedPosition read) {
    return !chunk.through().after(read);
  }

  /** Returns the rows that no change is newer than, as of a place among the changes. */
  List<Change> rows(FeedPosition at) {
    List<Change> read = new ArrayList<>(rows.size());
    for (Row row : rows.values()) {
      read.add(
          new Change(
              at,
              Kind.READ,
              row.schema(),
              Optional.empty(),
              Optional.of(row),
              "",
              chunk.time(),
              chunk.source()));
    }
    return read;
  }

  /** Returns a change with what it does not say taken from the row here; the row is out then. */
  Change pass(Change change) {
    if (!change.schema().name().equals(table)) {
      return change;
    }
    boolean known = chunk.has(change.transaction());
    if (change.kind() == Kind.TRUNCATE) {
      if (!known) {
        rows.clear();
        newer.clear();
      }
      return change;
    }
    Optional<RowKey> before = change.before().map(row -> RowKey.of(table, row));
    Optional<RowKey> after = change.after().map(row -> RowKey.of(table, row));
    Optional<Row> older = before.or(() -> after).flatMap(this::find);
    Change whole = older.map(row -> completed(change, row)).orElse(change);
    if (!known) {
      before.ifPresent(this::forget);
      after.ifPresent(this::forget);
      after.ifPresent(key -> newer.put(key, whole.after().orElseThrow()));
    }
    return whole;
  }

  private Optional<Row> find(RowKey key) {
    return Optional.ofNullable(newer.get(key)).or(() -> Optional.ofNullable(rows.get(key)));
  }

  private void forget(RowKey key) {
    rows.remove(key);
    newer.remove(key);
  }

  private static Change completed(Change change, Row older) {
    Optional<Row> after = change.after().map(row -> completed(row, older));
    return after.equals(change.after())
        ? change
        : change.with(change.schema(), change.before(), after);
  }

  /** A column of the older row may have been added, removed or changed since. */
  private static Row completed(Row row, Row older) {
    TableSchema schema = row.schema();
    @Nullable Object[] values = new Object[schema.columns().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.value(i);
      Column column = schema.columns().get(i);
      OptionalInt place = older.schema().place(column.name());
      if (values[i] == Unavailable.UNAVAILABLE
          && place.isPresent()
          && older.schema().columns().get(place.getAsInt()).type() == column.type()) {
        values[i] = older.value(place.getAsInt());
      }
    }
    return Row.of(schema, values);
  }
}
