package io.patternsdk.testkit.contract;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableJson;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableUpsert;
import io.patternsdk.core.table.TableWrite;
import io.patternsdk.core.table.TableWrite.Delete;
import io.patternsdk.core.table.TableWrite.Truncate;
import io.patternsdk.core.table.TableWrite.Upsert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tables under one lock, each write by write on a copy that a batch replaces at its end. */
final class ReferenceTables implements TableUpsert {
  private final ReferenceServer server;
  private final Store store;

  ReferenceTables(ReferenceServer server, Store store) {
    this.server = server;
    this.store = store;
  }

  /** All tables of a server and the transactions that changed them. */
  static final class Store {
    final String source = "reference-" + UUID.randomUUID();
    final ReentrantLock lock = new ReentrantLock();
    final Condition changed = lock.newCondition();
    final Map<String, ReferenceFeeds.Known> feeds = new HashMap<>();
    final List<List<Change>> log = new ArrayList<>();
    Map<TableName, Table> tables = new HashMap<>();
    private final Map<String, Progress> progress = new HashMap<>();

    <T> T locked(Supplier<T> work) {
      lock.lock();
      try {
        return work.get();
      } finally {
        lock.unlock();
      }
    }

    Table table(TableName name) {
      Table table = tables.get(name);
      if (table == null) {
        throw new BackendException(ErrorKind.NOT_FOUND, "there is no table " + name);
      }
      return table;
    }
  }

  /** A row, or the place of one that is gone, with its version. */
  record Versioned(Optional<Row> row, RowVersion version) {}

  /** A table; its rows by their keys. */
  record Table(TableSchema schema, Map<List<Object>, Versioned> rows, RowVersion truncated) {
    Table copy() {
      return new Table(schema, new LinkedHashMap<>(rows), truncated);
    }

    List<Row> all() {
      return rows.values().stream().flatMap(v -> v.row().stream()).toList();
    }
  }

  static List<Object> key(Row row) {
    List<Object> key = new ArrayList<>();
    row.key().forEach(value -> key.add(String.valueOf(TableJson.value(value))));
    return key;
  }

  @Override
  public void define(TableSchema schema, SchemaPolicy policy) {
    boolean unused = store.locked(() -> defined(schema, policy));
  }

  private boolean defined(TableSchema schema, SchemaPolicy policy) {
    Table there = store.tables.get(schema.name());
    if (there == null) {
      if (policy == SchemaPolicy.REQUIRE) {
        throw new BackendException(ErrorKind.NOT_FOUND, "there is no table " + schema.name());
      }
      Table made = new Table(schema, new LinkedHashMap<>(), new RowVersion(0, 0));
      store.tables.put(schema.name(), made);
      return true;
    }
    List<Column> old = there.schema().columns();
    List<Column> columns = schema.columns();
    boolean same = there.schema().equals(schema);
    boolean grows =
        there.schema().key().equals(schema.key())
            && columns.size() > old.size()
            && columns.subList(0, old.size()).equals(old)
            && columns.subList(old.size(), columns.size()).stream().allMatch(Column::nullable);
    boolean may = same || (grows && policy == SchemaPolicy.CREATE);
    if (!may && !server.has(Flaw.ANY_COLUMNS_ARE_TAKEN)) {
      throw new BackendException(ErrorKind.CONFLICT, schema.name() + " has other columns");
    }
    if (!same) {
      Map<List<Object>, Versioned> rows = new LinkedHashMap<>();
      there
          .rows()
          .forEach(
              (key, v) ->
                  rows.put(
                      key, new Versioned(v.row().map(row -> widened(schema, row)), v.version())));
      store.tables.put(schema.name(), new Table(schema, rows, there.truncated()));
    }
    return true;
  }

  private static Row widened(TableSchema schema, Row row) {
    @Nullable Object[] values = new Object[schema.columns().size()];
    for (int i = 0; i < row.schema().columns().size(); i++) {
      values[i] = row.value(i);
    }
    return Row.of(schema, values);
  }

  @Override
  public int apply(List<TableWrite> writes, Progress progress) {
    return store.locked(() -> applied(writes, progress));
  }

  private int applied(List<TableWrite> writes, Progress progress) {
    Progress made = store.progress.get(progress.writer());
    if (made != null
        && made.epoch() > progress.epoch()
        && !server.has(Flaw.EPOCHS_ARE_NOT_COMPARED)) {
      throw new BackendException(ErrorKind.CONFLICT, "epoch " + made.epoch() + " was here");
    }
    Map<TableName, Table> copy = new HashMap<>();
    store.tables.forEach((name, table) -> copy.put(name, table.copy()));
    Map<TableName, Table> target =
        server.has(Flaw.FAILED_BATCHES_ARE_APPLIED_IN_PART) ? store.tables : copy;
    List<Change> changes = new ArrayList<>();
    int newer = 0;
    for (TableWrite write : writes) {
      newer += applied(write, target, changes);
    }
    store.tables = target;
    if (!writes.isEmpty() || !server.has(Flaw.PROGRESS_NEEDS_WRITES)) {
      store.progress.put(progress.writer(), progress);
    }
    if (!changes.isEmpty()) {
      if (server.has(Flaw.CHANGES_OF_A_TRANSACTION_ARE_TURNED)) {
        Collections.reverse(changes);
      }
      store.log.add(changes);
      if (!server.has(Flaw.FEEDS_ARE_NOT_WOKEN)) {
        store.changed.signalAll();
      }
    }
    return newer;
  }

  private int applied(TableWrite write, Map<TableName, Table> tables, List<Change> changes) {
    Table table = tables.get(write.table());
    if (table == null) {
      throw new BackendException(ErrorKind.NOT_FOUND, "there is no table " + write.table());
    }
    return switch (write) {
      case Upsert upsert -> set(table, upsert.row(), Optional.of(upsert.row()), write, changes);
      case Delete delete -> set(table, delete.row(), Optional.empty(), write, changes);
      case Truncate truncate -> truncated(tables, table, truncate, changes);
    };
  }

  private int set(
      Table table, Row place, Optional<Row> after, TableWrite write, List<Change> changes) {
    if (!place.schema().equals(table.schema())) {
      throw new BackendException(ErrorKind.INVALID_ARGUMENT, place + " does not fit");
    }
    Versioned there = table.rows().get(key(place));
    RowVersion known = there == null ? table.truncated() : there.version();
    Optional<Row> before = there == null ? Optional.empty() : there.row();
    boolean older = write.version().compareTo(known) <= 0;
    if (older && !server.has(Flaw.OLDER_ROWS_WIN)) {
      if (server.has(Flaw.NO_CHANGES_COME_AS_SUCH)) {
        note(Kind.INSERT, table, Optional.empty(), Optional.of(place), changes);
      }
      return 0;
    }
    if (after.isEmpty() && server.has(Flaw.DELETIONS_FORGET_THE_VERSION)) {
      table.rows().remove(key(place));
    } else {
      table.rows().put(key(place), new Versioned(after, write.version()));
    }
    if (before.isPresent() || after.isPresent()) {
      boolean insert = before.isEmpty() || server.has(Flaw.UPDATES_ARE_INSERTS);
      Kind kind = after.isEmpty() ? Kind.DELETE : insert ? Kind.INSERT : Kind.UPDATE;
      note(kind, table, kind == Kind.INSERT ? Optional.empty() : before, after, changes);
    }
    return 1;
  }

  private int truncated(
      Map<TableName, Table> tables, Table table, Truncate truncate, List<Change> changes) {
    boolean all = server.has(Flaw.TRUNCATING_TAKES_ALL);
    Map<List<Object>, Versioned> left = new LinkedHashMap<>(table.rows());
    left.values().removeIf(v -> all || v.version().compareTo(truncate.version()) < 0);
    for (Map.Entry<List<Object>, Versioned> gone : table.rows().entrySet()) {
      if (!left.containsKey(gone.getKey()) && gone.getValue().row().isPresent()) {
        note(Kind.DELETE, table, gone.getValue().row(), Optional.empty(), changes);
      }
    }
    tables.put(table.schema().name(), new Table(table.schema(), left, truncate.version()));
    return 1;
  }

  private void note(
      Kind kind, Table table, Optional<Row> before, Optional<Row> after, List<Change> changes) {
    long commit = store.log.size() + 1L;
    int index = changes.size() + 1;
    changes.add(
        new Change(
            new FeedPosition(
                store.source,
                commit,
                server.has(Flaw.POSITIONS_ARE_OF_TRANSACTIONS) ? FeedPosition.END : index),
            kind,
            table.schema(),
            before,
            after,
            Long.toString(commit),
            Instant.now()));
  }

  @Override
  public Optional<Progress> progress(String writer) {
    return store.locked(() -> Optional.ofNullable(store.progress.get(writer)));
  }

  @Override
  public Optional<Row> find(Row key) {
    return store.locked(
        () -> {
          Table table = store.tables.get(key.schema().name());
          Versioned there = table == null ? null : table.rows().get(key(key));
          return there == null ? Optional.empty() : there.row();
        });
  }

  @Override
  public long count(TableName name) {
    return store.locked(() -> store.tables.containsKey(name) ? store.table(name).all().size() : 0L);
  }
}
