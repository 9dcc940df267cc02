package io.patternsdk.cdc;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.Row.Unavailable;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableUpsert;
import io.patternsdk.core.table.TableWrite;
import io.patternsdk.core.table.TableWrite.Delete;
import io.patternsdk.core.table.TableWrite.Truncate;
import io.patternsdk.core.table.TableWrite.Upsert;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tables with the rows of the source's, which keep the position with what they have. */
final class TableDestination implements Destination {
  private static final String NOWHERE = "nowhere";

  private final TableUpsert tables;
  private final CdcSettings settings;
  private final Map<TableName, TableSchema> defined = new HashMap<>();
  private long epoch;

  TableDestination(TableUpsert tables, CdcSettings settings) {
    this.tables = tables;
    this.settings = settings;
  }

  @Override
  public Optional<FeedPosition> lead(long newer) {
    epoch = newer;
    Optional<Progress> there = tables.progress(settings.feed());
    int unused = tables.apply(List.of(), progress(there.map(Progress::position).orElse(NOWHERE)));
    return tables
        .progress(settings.feed())
        .map(Progress::position)
        .filter(position -> !position.equals(NOWHERE))
        .map(FeedPosition::parse);
  }

  private Progress progress(String position) {
    return new Progress(settings.feed(), epoch, position);
  }

  @Override
  public void deliver(List<Change> changes, Optional<FeedPosition> through) {
    List<TableWrite> writes = new ArrayList<>(changes.size());
    for (Change change : changes) {
      define(change.schema());
      write(change, writes);
    }
    int unused =
        tables.apply(writes, progress(through.map(FeedPosition::toString).orElse(NOWHERE)));
  }

  private void define(TableSchema schema) {
    TableSchema there = defined.get(schema.name());
    if (there == null || !there.isStoredAs(schema)) {
      if (schema.key().isEmpty()) {
        throw new BackendException(
            ErrorKind.UNSUPPORTED, schema.name() + " has no key, which tables of rows need");
      }
      tables.define(schema, settings.schema());
      defined.put(schema.name(), schema);
    }
  }

  private static void write(Change change, List<TableWrite> writes) {
    RowVersion version = version(change);
    switch (change.kind()) {
      case READ, INSERT -> writes.add(new Upsert(change.after().orElseThrow(), version));
      case UPDATE -> {
        Row after = change.after().orElseThrow();
        Row row = change.before().map(after::completedBy).orElse(after);
        change
            .before()
            .filter(before -> !before.key().contains(Unavailable.UNAVAILABLE))
            .filter(before -> !before.key().equals(row.key()))
            .ifPresent(before -> writes.add(new Delete(before, version)));
        writes.add(new Upsert(row, version));
      }
      case DELETE -> writes.add(new Delete(change.before().orElseThrow(), version));
      case TRUNCATE -> writes.add(new Truncate(change.schema().name(), version));
    }
  }

  /** Newer than what the end of a snapshot removes that was begun there. */
  private static RowVersion version(Change change) {
    FeedPosition position = change.position();
    return new RowVersion(
        position.commit(),
        position.index() == FeedPosition.END ? FeedPosition.END : position.index() + 1);
  }

  @Override
  public void complete(Set<TableName> names, FeedPosition start, FeedPosition through) {
    RowVersion version = new RowVersion(start.commit(), 0);
    List<TableWrite> writes = new ArrayList<>();
    for (TableName name : names) {
      if (tables.count(name) > 0) {
        writes.add(new Truncate(name, version));
      }
    }
    int unused = tables.apply(writes, progress(through.toString()));
  }
}
