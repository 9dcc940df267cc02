package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableUpsert;
import io.patternsdk.core.table.TableWrite;
import io.patternsdk.driver.postgres.tables.CatalogTable.CatalogColumn;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tables of the database, to which changes are applied; versions of rows and progress of writers
 * are beside them, in tables of the driver's own. Thread-safe.
 */
public final class PostgresTables implements TableUpsert {
  /** Creates what knows the tables; a table that has another number than before is a new one. */
  public static final String TABLES =
      """
      CREATE TABLE applied_table (
        id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        schema text NOT NULL,
        name text NOT NULL,
        relation oid NOT NULL,
        major bigint NOT NULL DEFAULT 0,
        minor bigint NOT NULL DEFAULT 0,
        UNIQUE (schema, name))
      """;

  /** Creates what keeps the versions of rows, deleted ones included. */
  public static final String VERSIONS =
      """
      CREATE TABLE applied_version (
        table_id int NOT NULL,
        key bytea NOT NULL,
        major bigint NOT NULL,
        minor bigint NOT NULL,
        PRIMARY KEY (table_id, key))
      WITH (fillfactor = 80)
      """;

  /** Creates what keeps the progress of writers. */
  public static final String PROGRESS =
      """
      CREATE TABLE applied_progress (
        writer bytea PRIMARY KEY, epoch bigint NOT NULL, position text NOT NULL)
      WITH (fillfactor = 50)
      """;

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended(?, 1349)::bigint)";
  private static final String REGISTER =
      """
      INSERT INTO applied_table AS t (schema, name, relation) VALUES (?, ?, ?::bigint::oid)
      ON CONFLICT (schema, name) DO UPDATE SET relation = excluded.relation, major = 0, minor = 0
      WHERE t.relation <> excluded.relation RETURNING id
      """;
  private static final String FORGET = "DELETE FROM applied_version WHERE table_id = ?";
  private static final String NOTE =
      """
      INSERT INTO applied_progress AS p (writer, epoch, position) VALUES (?, ?, ?)
      ON CONFLICT (writer) DO UPDATE SET epoch = excluded.epoch, position = excluded.position
      WHERE p.epoch <= excluded.epoch
      """;
  private static final String READ =
      "SELECT epoch, position FROM applied_progress WHERE writer = ?";
  private static final String KNOWN =
      "SELECT id, major, minor FROM applied_table WHERE schema = ? AND name = ?";

  private final TableHost host;
  private final PgTypes types = new PgTypes();

  /** Creates those of one driver. */
  public PostgresTables(TableHost host) {
    this.host = host;
  }

  @Override
  public void define(TableSchema schema, SchemaPolicy policy) {
    boolean unused =
        host.transaction(
            connection -> {
              var locked =
                  PostgresSessions.query(
                      connection,
                      LOCK,
                      statement -> statement.setString(1, schema.name().toString()),
                      row -> "");
              make(connection, schema, policy == SchemaPolicy.CREATE);
              return locked.isEmpty();
            });
  }

  private void make(Connection connection, TableSchema schema, boolean may) throws SQLException {
    Optional<CatalogTable> there = CatalogTable.find(connection, types, schema.name());
    if (there.isEmpty()) {
      if (!may) {
        throw new BackendException(ErrorKind.NOT_FOUND, "there is no table " + schema.name());
      }
      PostgresSessions.execute(connection, creation(schema));
    } else {
      grow(connection, there.get(), schema, may);
    }
    CatalogTable made = CatalogTable.find(connection, types, schema.name()).orElseThrow();
    List<Integer> anew =
        PostgresSessions.query(
            connection,
            REGISTER,
            statement -> {
              statement.setString(1, schema.name().schema());
              statement.setString(2, schema.name().table());
              statement.setLong(3, made.relation());
            },
            row -> row.getInt(1));
    for (int id : anew) {
      int unused =
          PostgresSessions.update(connection, FORGET, statement -> statement.setInt(1, id));
    }
  }

  private static String creation(TableSchema schema) {
    String columns =
        schema.columns().stream()
            .map(column -> definition(column) + (column.nullable() ? "" : " NOT NULL"))
            .collect(Collectors.joining(", "));
    String key =
        schema.key().stream().map(PostgresSessions::quoted).collect(Collectors.joining(", "));
    return "CREATE TABLE %s (%s, PRIMARY KEY (%s))"
        .formatted(PostgresSessions.quoted(schema.name()), columns, key);
  }

  private static String definition(Column column) {
    return PostgresSessions.quoted(column.name()) + " " + PgType.made(column.type());
  }

  private static void grow(
      Connection connection, CatalogTable there, TableSchema schema, boolean may)
      throws SQLException {
    List<Column> missing =
        schema.columns().stream().filter(column -> there.column(column.name()).isEmpty()).toList();
    TableSchema rest =
        TableSchema.of(
            schema.name(),
            schema.columns().stream().filter(column -> !missing.contains(column)).toList(),
            there.primaryKey().equals(schema.key()) ? schema.key() : List.of());
    boolean grows = may && missing.stream().allMatch(Column::nullable);
    Optional<String> misfit = AppliedTable.misfit(there, rest);
    if (misfit.isPresent() || (!missing.isEmpty() && !grows)) {
      throw new BackendException(
          ErrorKind.CONFLICT,
          schema.name()
              + " is there with other columns or another key: "
              + misfit.orElse("no " + missing.stream().map(Column::name).toList()));
    }
    for (Column column : missing) {
      PostgresSessions.execute(
          connection,
          "ALTER TABLE "
              + PostgresSessions.quoted(schema.name())
              + " ADD COLUMN "
              + definition(column));
    }
  }

  @Override
  public int apply(List<TableWrite> writes, Progress made) {
    List<WriteRun> runs = WriteRun.of(writes);
    return host.transaction(
        connection -> {
          note(connection, made);
          if (runs.isEmpty()) {
            return 0;
          }
          PostgresSessions.plainInTransaction(connection);
          Map<TableName, AppliedTable> tables = tables(connection, writes);
          int newer = 0;
          for (WriteRun run : runs) {
            TableName name = run.first().table();
            AppliedTable table = tables.get(name);
            if (table == null) {
              throw new BackendException(ErrorKind.NOT_FOUND, "there is no table " + name);
            }
            int some = run.apply(connection, table);
            if (some > 0 && run.first() instanceof TableWrite.Truncate truncate) {
              tables.put(name, table.truncatedAt(truncate.version()));
            }
            newer += some;
          }
          return newer;
        });
  }

  private static void note(Connection connection, Progress made) throws SQLException {
    int noted =
        PostgresSessions.update(
            connection,
            NOTE,
            statement -> {
              statement.setBytes(1, bytes(made.writer()));
              statement.setLong(2, made.epoch());
              statement.setString(3, made.position());
            });
    if (noted == 0) {
      throw new BackendException(
          ErrorKind.CONFLICT,
          "writer " + made.writer() + " was here with a later epoch than " + made.epoch());
    }
  }

  /** Locks the tables of some writes against being truncated meanwhile, in the order of names. */
  private Map<TableName, AppliedTable> tables(Connection connection, List<TableWrite> writes)
      throws SQLException {
    boolean truncating = writes.stream().anyMatch(TableWrite.Truncate.class::isInstance);
    String lock = truncating ? " FOR UPDATE" : " FOR SHARE";
    Map<TableName, AppliedTable> tables = new HashMap<>();
    List<TableName> names = writes.stream().map(TableWrite::table).distinct().sorted().toList();
    for (TableName name : names) {
      find(connection, name, lock).ifPresent(table -> tables.put(name, table));
    }
    return tables;
  }

  private Optional<AppliedTable> find(Connection connection, TableName name, String lock)
      throws SQLException {
    Optional<CatalogTable> there = CatalogTable.find(connection, types, name);
    if (there.isEmpty()) {
      return Optional.empty();
    }
    return PostgresSessions.query(
            connection,
            KNOWN + lock,
            statement -> {
              statement.setString(1, name.schema());
              statement.setString(2, name.table());
            },
            row ->
                new AppliedTable(
                    row.getInt(1), there.get(), new RowVersion(row.getLong(2), row.getLong(3))))
        .stream()
        .findFirst();
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Optional<Progress> progress(String writer) {
    return host.call(
        connection ->
            PostgresSessions.query(
                    connection,
                    READ,
                    statement -> statement.setBytes(1, bytes(writer)),
                    row -> new Progress(writer, row.getLong(1), row.getString(2)))
                .stream()
                .findFirst());
  }

  /** Returns the row in the schema of the key, with null for a column that the table lacks. */
  @Override
  public Optional<Row> find(Row key) {
    return host.transaction(
        connection -> {
          Optional<AppliedTable> table = find(connection, key.schema().name(), "");
          if (table.isEmpty()) {
            return Optional.empty();
          }
          PostgresSessions.plainInTransaction(connection);
          return find(connection, table.get(), key);
        });
  }

  private static Optional<Row> find(Connection connection, AppliedTable table, Row key)
      throws SQLException {
    TableSchema schema = key.schema();
    List<String> values = new ArrayList<>();
    for (Column column : schema.columns()) {
      Optional<CatalogColumn> there = table.table().column(column.name());
      values.add(there.isEmpty() ? "NULL" : asWritten(PostgresSessions.quoted(column.name())));
    }
    String sql =
        "SELECT %s FROM %s WHERE %s"
            .formatted(String.join(", ", values), table.name(), table.keyIs());
    List<String> texts = AppliedTable.texts(key, table.table().primaryKey());
    return PostgresSessions.query(
            connection,
            sql,
            statement -> {
              for (int i = 0; i < texts.size(); i++) {
                statement.setString(i + 1, texts.get(i));
              }
            },
            row -> {
              @Nullable Object[] found = new Object[values.size()];
              for (int i = 0; i < found.length; i++) {
                String text = row.getString(i + 1);
                found[i] =
                    text == null ? null : PostgresValues.of(schema.columns().get(i).type(), text);
              }
              return Row.of(schema, found);
            })
        .stream()
        .findFirst();
  }

  /** The text that the type itself gives, where a cast would take blanks away from {@code char}. */
  private static String asWritten(String column) {
    return "CASE WHEN %1$s IS NOT NULL THEN concat(%1$s) END".formatted(column);
  }

  @Override
  public long count(TableName name) {
    return host.call(
        connection -> {
          Optional<AppliedTable> table = find(connection, name, "");
          return table.isEmpty()
              ? 0L
              : PostgresSessions.query(
                      connection,
                      "SELECT count(*) FROM " + table.get().name(),
                      statement -> {},
                      row -> row.getLong(1))
                  .getFirst();
        });
  }
}
