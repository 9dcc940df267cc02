package io.patternsdk.driver.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableUpsert;
import io.patternsdk.core.table.TableWrite;
import io.patternsdk.core.table.TableWrite.Delete;
import io.patternsdk.core.table.TableWrite.Upsert;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tables that the server merges by key, so that of each row the newest version stays, which may be
 * a deleted one. Progress is noted when all rows are there. Thread-safe.
 */
final class ClickHouseTables implements TableUpsert {
  private static final List<String> PROGRESS_COLUMNS =
      List.of("writer", "epoch", "position").stream().map(ClickHouseLayout::quoted).toList();

  /** Stands for a writer among the identities of tables, none of which is empty. */
  private static final String WRITER = "";

  private final ClickHouseConnections clickHouse;
  private final ClickHouseLayout layout;
  private final Map<TableName, AppliedTable> known = new ConcurrentHashMap<>();

  ClickHouseTables(ClickHouseConnections clickHouse) {
    this.clickHouse = clickHouse;
    this.layout = clickHouse.layout();
  }

  @Override
  public void define(TableSchema schema, SchemaPolicy policy) {
    boolean may = policy == SchemaPolicy.CREATE;
    TableName name = schema.name();
    Optional<AppliedTable> there = AppliedTable.find(clickHouse, name);
    if (there.isEmpty() && !may) {
      throw absent(name);
    }
    if (there.isEmpty()) {
      make(schema);
      there = AppliedTable.find(clickHouse, name);
      there.ifPresent(this::forgetEarlier);
    }
    grow(there.orElseThrow(() -> absent(name)), schema, may);
    AppliedTable grown = AppliedTable.find(clickHouse, name).orElseThrow(() -> absent(name));
    known.put(name, grown);
  }

  private void make(TableSchema schema) {
    String database = AppliedTable.database(clickHouse.config(), schema.name());
    if (!database.equals(clickHouse.config().database())) {
      clickHouse.execute(
          "CREATE DATABASE IF NOT EXISTS %s%s"
              .formatted(ClickHouseLayout.quoted(database), layout.onCluster()),
          Parameters.none());
    }
    String columns =
        schema.columns().stream()
            .map(column -> definition(schema, column))
            .collect(Collectors.joining(", "));
    String key =
        schema.key().stream().map(ClickHouseLayout::quoted).collect(Collectors.joining(", "));
    clickHouse.execute(
        layout.creation(
            AppliedTable.quoted(database, schema.name()),
            "%s, %s UInt128, %s UInt8"
                .formatted(
                    columns,
                    ClickHouseLayout.quoted(AppliedTable.VERSION),
                    ClickHouseLayout.quoted(AppliedTable.DELETED)),
            AppliedTable.VERSION + ", " + AppliedTable.DELETED,
            "ORDER BY (" + key + ")"),
        Parameters.none());
  }

  /** Forgets up to which version another table of this name was emptied. */
  private void forgetEarlier(AppliedTable made) {
    clickHouse.execute(
        "DELETE FROM %s%s WHERE relation = {relation:String} SETTINGS lightweight_deletes_sync = 2"
            .formatted(layout.own(ClickHouseLayout.TRUNCATIONS), layout.onCluster()),
        Parameters.of("relation", made.identity()));
  }

  private static String definition(TableSchema schema, Column column) {
    return ClickHouseLayout.quoted(column.name())
        + " "
        + ValueCodec.made(column, schema.key().contains(column.name()));
  }

  private void grow(AppliedTable there, TableSchema schema, boolean may) {
    List<Column> missing =
        schema.columns().stream()
            .filter(column -> !there.columns().containsKey(column.name()))
            .toList();
    boolean grows = may && missing.stream().allMatch(Column::nullable);
    TableSchema rest =
        TableSchema.of(
            schema.name(),
            schema.columns().stream().filter(column -> !missing.contains(column)).toList(),
            there.key().equals(schema.key()) ? schema.key() : List.of());
    Optional<String> misfit = there.misfit(rest);
    if (misfit.isPresent() || (!missing.isEmpty() && !grows)) {
      throw new BackendException(
          ErrorKind.CONFLICT,
          schema.name()
              + " is there with other columns or another key: "
              + misfit.orElse("no " + missing.stream().map(Column::name).toList()));
    }
    for (Column column : missing) {
      clickHouse.execute(
          "ALTER TABLE %s%s ADD COLUMN IF NOT EXISTS %s"
              .formatted(there.quoted(), layout.onCluster(), definition(schema, column)),
          Parameters.none());
    }
  }

  private static BackendException absent(TableName name) {
    return new BackendException(ErrorKind.NOT_FOUND, "there is no table " + name);
  }

  private Optional<AppliedTable> table(TableName name) {
    AppliedTable there = known.get(name);
    if (there != null) {
      return Optional.of(there);
    }
    Optional<AppliedTable> found = AppliedTable.find(clickHouse, name);
    found.ifPresent(table -> known.put(name, table));
    return found;
  }

  /** Returns the tables of some writes, which their rows fit. */
  private Map<TableName, AppliedTable> tables(List<TableWrite> writes) {
    Map<TableName, AppliedTable> tables = new HashMap<>();
    Map<TableSchema, Boolean> checked = new HashMap<>();
    for (TableWrite write : writes) {
      AppliedTable table = tables.get(write.table());
      if (table == null) {
        table = table(write.table()).orElseThrow(() -> absent(write.table()));
        tables.put(write.table(), table);
      }
      TableSchema schema = schema(write);
      if (schema != null && checked.put(schema, true) == null) {
        tables.put(write.table(), fitting(table, schema));
      }
    }
    return tables;
  }

  private static @Nullable TableSchema schema(TableWrite write) {
    return switch (write) {
      case Upsert upsert -> upsert.row().schema();
      case Delete delete -> delete.row().schema();
      case TableWrite.Truncate truncate -> null;
    };
  }

  /** Looks at the table anew where a schema does not fit: another process may have changed it. */
  private AppliedTable fitting(AppliedTable table, TableSchema schema) {
    if (table.misfit(schema).isEmpty()) {
      return table;
    }
    known.remove(table.name());
    AppliedTable anew = table(table.name()).orElseThrow(() -> absent(table.name()));
    Optional<String> misfit = anew.misfit(schema);
    if (misfit.isPresent()) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT, schema + " does not fit: " + misfit.get());
    }
    return anew;
  }

  @Override
  public int apply(List<TableWrite> writes, Progress made) {
    Map<TableName, AppliedTable> tables = tables(writes);
    Map<String, BigInteger> greatest = greatest(made.writer(), tables.values());
    BigInteger epoch = greatest.get(WRITER);
    if (epoch != null && epoch.compareTo(BigInteger.valueOf(made.epoch())) > 0) {
      throw new BackendException(
          ErrorKind.CONFLICT,
          "writer " + made.writer() + " was here with a later epoch than " + made.epoch());
    }
    if (writes.isEmpty()) {
      note(made);
      return 0;
    }
    TableBatch batch = new TableBatch(clickHouse, tables, greatest);
    try {
      int newer = batch.apply(writes);
      note(made);
      return newer;
    } catch (OperationException e) {
      if (e instanceof BackendException b && b.kind() == ErrorKind.NOT_FOUND) {
        writes.forEach(write -> known.remove(write.table())); // one was dropped
      }
      throw batch.begun() ? BackendException.afterSteps(e) : e;
    }
  }

  /** Asks for the greatest epoch of a writer, and by their identities for the last truncations. */
  private Map<String, BigInteger> greatest(String writer, Collection<AppliedTable> tables) {
    String relations =
        tables.stream()
            .map(table -> Parameters.quoted(table.identity().getBytes(UTF_8)))
            .collect(Collectors.joining(",", "[", "]"));
    Map<String, BigInteger> greatest = new HashMap<>();
    clickHouse
        .query(
            """
            SELECT '' AS relation, toInt128(max(epoch)) FROM %s WHERE writer = {writer:String}
            HAVING count() > 0
            UNION ALL
            SELECT relation, toInt128(max(version)) FROM %s
            WHERE relation IN {relations:Array(String)} GROUP BY relation\
            """
                .formatted(
                    layout.own(ClickHouseLayout.PROGRESS),
                    layout.own(ClickHouseLayout.TRUNCATIONS)),
            Parameters.of("writer", writer).literal("relations", relations),
            row -> Map.entry(row.string(), row.wide(AppliedTable.VERSION_BYTES)))
        .forEach(each -> greatest.put(each.getKey(), each.getValue()));
    return greatest;
  }

  private void note(Progress made) {
    byte[] row =
        new RowWriter().string(made.writer()).int64(made.epoch()).string(made.position()).toBytes();
    clickHouse.insert(layout.own(ClickHouseLayout.PROGRESS), PROGRESS_COLUMNS, row);
  }

  @Override
  public Optional<Progress> progress(String writer) {
    return clickHouse
        .query(
            "SELECT epoch, position FROM %s FINAL WHERE writer = {writer:String}"
                .formatted(layout.own(ClickHouseLayout.PROGRESS)),
            Parameters.of("writer", writer),
            row -> new Progress(writer, row.int64(), row.string()))
        .stream()
        .findFirst();
  }

  /** Returns the row in the schema of the key, with null for a column that the table lacks. */
  @Override
  public Optional<Row> find(Row key) {
    AppliedTable cached = known.get(key.schema().name());
    if (cached != null && cached.misfit(key.schema()).isPresent()) {
      known.remove(cached.name()); // another process may have changed it
    }
    return table(key.schema().name()).flatMap(table -> unlessDropped(table, () -> row(table, key)));
  }

  private Optional<Row> row(AppliedTable table, Row key) {
    TableSchema schema = key.schema();
    List<Column> read =
        schema.columns().stream()
            .filter(column -> table.columns().containsKey(column.name()))
            .toList();
    String sql =
        "SELECT %s FROM %s FINAL WHERE %s"
            .formatted(
                read.stream()
                    .map(column -> ClickHouseLayout.quoted(column.name()))
                    .collect(Collectors.joining(", ")),
                table.quoted(),
                table.keyIsAsked());
    return clickHouse
        .query(
            sql,
            table.keys(List.of(key)),
            row -> {
              @Nullable Object[] values = new Object[schema.columns().size()];
              for (Column column : read) {
                values[schema.place(column.name()).orElseThrow()] =
                    table.codec(column.name()).read(row, column.type());
              }
              return Row.of(schema, values);
            })
        .stream()
        .findFirst();
  }

  @Override
  public long count(TableName name) {
    return table(name)
        .flatMap(
            table ->
                unlessDropped(
                    table,
                    () -> Optional.of(count("SELECT count() FROM " + table.quoted() + " FINAL"))))
        .orElse(0L);
  }

  private long count(String sql) {
    return clickHouse.query(sql, Parameters.none(), RowReader::int64).getFirst();
  }

  /** Returns nothing, and forgets the table, where it is gone. */
  private <T> Optional<T> unlessDropped(AppliedTable table, Supplier<Optional<T>> question) {
    try {
      return question.get();
    } catch (BackendException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        known.remove(table.name());
        return Optional.empty();
      }
      throw e;
    }
  }
}
