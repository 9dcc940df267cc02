package io.patternsdk.driver.embedded.tables;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableJson;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableUpsert;
import io.patternsdk.core.table.TableWrite;
import io.patternsdk.driver.embedded.tables.TableHost.Saved;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The tables of one backend under one lock. Thread-safe. */
public final class EmbeddedTables implements TableUpsert {
  final ReentrantLock lock = new ReentrantLock();
  final Condition changed = lock.newCondition();
  final TableHost host;
  final FeedLog log = new FeedLog();
  private final Map<TableName, StoredTable> tables = new HashMap<>();
  private final Map<String, Progress> progress = new HashMap<>();
  private String source = "";

  /** Begins without tables. */
  public EmbeddedTables(TableHost host) {
    this.host = host;
  }

  /**
   * Puts in a record that was kept, in the order of the keys.
   *
   * @throws IllegalArgumentException if it is not what was kept
   */
  public void load(String key, byte[] value) {
    try {
      String rest = key.substring(1);
      JsonObject json = JsonObject.parse(value);
      switch (key.substring(0, 1)) {
        case TableRecords.SOURCE -> source = json.string("source");
        case TableRecords.SCHEMA -> loadSchema(json);
        case TableRecords.ROW -> {
          StoredTable table = table(TableRecords.table(key));
          table.put(TableRecords.key(key), TableRecords.row(table.schema(), json));
        }
        case TableRecords.TRANSACTION ->
            log.add(TableRecords.commit(key), TableRecords.changes(json), Saved.NOTHING);
        case TableRecords.PROGRESS -> progress.put(rest, TableRecords.progress(rest, json));
        case TableRecords.FEED -> log.load(rest, TableRecords.feed(json));
        default -> throw new IllegalArgumentException("no record of tables has the key " + key);
      }
    } catch (JsonException | BackendException e) {
      throw new IllegalArgumentException("a record of tables is not readable", e);
    }
  }

  private void loadSchema(JsonObject json) {
    TableSchema schema = TableJson.schema(json.object("schema"));
    RowVersion truncated = TableRecords.version(json.array("truncated"));
    tables.put(schema.name(), new StoredTable(schema, truncated));
  }

  /** Returns the feeds of these tables. */
  public ChangeFeeds feeds() {
    return new EmbeddedFeeds(this);
  }

  /** Wakes all who wait, so that they learn that the backend is closed. */
  public void wakeAll() {
    boolean unused =
        locked(
            () -> {
              changed.signalAll();
              return true;
            });
  }

  <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Returns what positions of these tables belong to; kept with the first feed. */
  String source(Map<String, Optional<byte[]>> records) {
    if (source.isEmpty()) {
      source = "embedded-" + UUID.randomUUID();
      records.put(
          TableRecords.SOURCE,
          TableRecords.bytes(JsonObject.builder().put("source", source).build()));
    }
    return source;
  }

  /** Returns a table; the lock is held. */
  StoredTable table(TableName name) {
    StoredTable table = tables.get(name);
    if (table == null) {
      throw new BackendException(ErrorKind.NOT_FOUND, "there is no table " + name);
    }
    return table;
  }

  @Override
  public void define(TableSchema schema, SchemaPolicy policy) {
    host.admit();
    locked(() -> defined(schema, policy)).await();
  }

  private Saved defined(TableSchema schema, SchemaPolicy policy) {
    boolean may = policy == SchemaPolicy.CREATE;
    StoredTable table = may ? tables.get(schema.name()) : table(schema.name());
    if (table == null) {
      RowVersion never = new RowVersion(0, 0);
      tables.put(schema.name(), new StoredTable(schema, never));
      return saved(schema, never);
    }
    if (table.schema().isStoredAs(schema)) {
      return Saved.NOTHING;
    }
    if (!may || !table.growsTo(schema)) {
      throw new BackendException(
          ErrorKind.CONFLICT,
          schema.name() + " is there with other columns or another key: " + table.schema());
    }
    table.grow(schema);
    return saved(schema, table.truncated());
  }

  private Saved saved(TableSchema schema, RowVersion truncated) {
    return host.save(
        Map.of(
            TableRecords.schemaKey(schema.name()),
            TableRecords.bytes(TableRecords.schema(schema, truncated))));
  }

  @Override
  public int apply(List<TableWrite> writes, Progress made) {
    host.admit();
    Applied applied = locked(() -> applied(writes, made));
    applied.saved().await();
    return applied.newer();
  }

  /** A transaction that was made, on its way to where it survives. */
  private record Applied(int newer, Saved saved) {}

  private Applied applied(List<TableWrite> writes, Progress made) {
    Progress before = progress.get(made.writer());
    if (before != null && before.epoch() > made.epoch()) {
      throw new BackendException(
          ErrorKind.CONFLICT,
          "writer " + made.writer() + " has epoch " + before.epoch() + ", not " + made.epoch());
    }
    Map<String, Optional<byte[]>> records = new LinkedHashMap<>();
    TableTransaction transaction = new TableTransaction(this::table, host.now());
    writes.forEach(transaction::write);
    transaction.finish(records);
    progress.put(made.writer(), made);
    records.put(
        TableRecords.PROGRESS + made.writer(), TableRecords.bytes(TableRecords.progress(made)));
    return new Applied(transaction.newer(), committed(transaction, records));
  }

  private Saved committed(TableTransaction transaction, Map<String, Optional<byte[]>> records) {
    if (transaction.changes().isEmpty() || !log.isKept()) {
      return host.save(records);
    }
    long commit = host.number();
    var changes = transaction.changes(source, commit);
    records.put(
        TableRecords.transactionKey(commit), TableRecords.bytes(TableRecords.transaction(changes)));
    Saved saved = host.save(records);
    log.add(commit, changes, saved);
    changed.signalAll();
    return saved;
  }

  @Override
  public Optional<Progress> progress(String writer) {
    host.admit();
    return locked(() -> Optional.ofNullable(progress.get(writer)));
  }

  @Override
  public Optional<Row> find(Row key) {
    host.admit();
    return locked(
        () ->
            Optional.ofNullable(tables.get(key.schema().name()))
                .map(table -> table.row(TableRecords.key(key)))
                .flatMap(StoredRow::row));
  }

  @Override
  public long count(TableName name) {
    host.admit();
    return locked(() -> Optional.ofNullable(tables.get(name)).map(StoredTable::count).orElse(0L));
  }

  /** Returns the position behind all that was done; the lock is held and there is a source. */
  FeedPosition end() {
    return FeedPosition.behind(source, log.last());
  }
}
