package io.patternsdk.driver.clickhouse;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table to which changes are applied, as the server has it.
 *
 * @param quoted its name in quotes, with its database
 * @param identity its name and what the server knows it by, which a table that is made anew has
 *     not, where its database is one in which tables have such
 * @param key the columns by which rows are told apart
 * @param columns all columns but those of version and deletion, in their order
 */
record AppliedTable(
    TableName name,
    String quoted,
    String identity,
    List<String> key,
    Map<String, ValueCodec> columns) {
  /** The column of the version: its major number above the lower 64 bits, in which is the minor. */
  static final String VERSION = "_version";

  /** The column that is 1 where the row is deleted. */
  static final String DELETED = "_deleted";

  static final int VERSION_BYTES = 16;
  private static final String COLUMNS =
      """
      SELECT t.uuid, t.engine, t.sorting_key, c.name, c.type FROM system.columns AS c
      INNER JOIN system.tables AS t ON t.database = c.database AND t.name = c.table
      WHERE c.database = {database:String} AND c.table = {table:String} ORDER BY c.position\
      """;

  private record Found(UUID id, String engine, String key, String column, String type) {}

  /**
   * Reads what the server says of a table; empty where it is not there.
   *
   * @throws BackendException CONFLICT if it is not one to which changes can be applied
   */
  static Optional<AppliedTable> find(ClickHouseConnections clickHouse, TableName name) {
    String database = database(clickHouse.config(), name);
    List<Found> found =
        clickHouse.query(
            COLUMNS,
            Parameters.of("database", database).text("table", name.table()),
            row -> {
              long most = row.int64();
              UUID id = new UUID(most, row.int64());
              return new Found(id, row.string(), row.string(), row.string(), row.string());
            });
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Map<String, ValueCodec> columns = new LinkedHashMap<>();
    found.forEach(each -> columns.put(each.column, ValueCodec.of(each.type)));
    ValueCodec version = columns.remove(VERSION);
    ValueCodec deleted = columns.remove(DELETED);
    Found first = found.getFirst();
    if (version == null || deleted == null || !first.engine.endsWith("ReplacingMergeTree")) {
      throw new BackendException(
          ErrorKind.CONFLICT,
          "%s is there and is no ReplacingMergeTree(%s, %s)".formatted(name, VERSION, DELETED));
    }
    List<String> key =
        Arrays.stream(first.key.replaceAll("^\\(|\\)$", "").split(", ", -1))
            .map(each -> each.replace("`", ""))
            .toList();
    return Optional.of(
        new AppliedTable(
            name,
            quoted(database, name),
            database + "." + name.table() + " " + first.id,
            key,
            columns));
  }

  static String database(ClickHouseConfig config, TableName name) {
    return name.schema().equals("public") ? config.database() : name.schema();
  }

  static String quoted(String database, TableName name) {
    return ClickHouseLayout.quoted(database) + "." + ClickHouseLayout.quoted(name.table());
  }

  /** Says why rows of a schema cannot be stored; empty if they can. */
  Optional<String> misfit(TableSchema schema) {
    if (!key.equals(schema.key())) {
      return Optional.of(name + " has the key " + key);
    }
    for (Column column : schema.columns()) {
      ValueCodec there = columns.get(column.name());
      boolean inKey = key.contains(column.name());
      if (there == null) {
        return Optional.of(name + " has no column " + column.name());
      }
      Column wanted = inKey ? required(column) : column;
      if (!there.takes(wanted)) {
        return Optional.of(
            "column %s of %s is %s, which takes no %s"
                .formatted(column.name(), name, there, ValueCodec.made(column, inKey)));
      }
    }
    return Optional.empty();
  }

  private static Column required(Column column) {
    return new Column(column.name(), column.type(), false, column.nativeType(), column.scale());
  }

  ValueCodec codec(String column) {
    ValueCodec codec = columns.get(column);
    if (codec == null) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT, name + " has no column " + column + " any more");
    }
    return codec;
  }

  /** Writes a row with its version; of a deleted one only the key counts. */
  byte[] encoded(Row row, BigInteger version, boolean deleted) {
    RowWriter all = new RowWriter();
    for (Column column : row.schema().columns()) {
      String each = column.name();
      boolean counts = !deleted || key.contains(each);
      codec(each).write(all, counts ? row.value(each) : null, each);
    }
    return all.wide(version, VERSION_BYTES).bool(deleted).toBytes();
  }

  /** The columns of encoded rows, in quotes. */
  static List<String> encodedColumns(TableSchema schema) {
    List<String> names = new ArrayList<>(schema.columns().stream().map(Column::name).toList());
    names.add(VERSION);
    names.add(DELETED);
    return names.stream().map(ClickHouseLayout::quoted).toList();
  }

  /** Returns what tells the key of a row from others. */
  ByteBuffer identity(Row row) {
    return identity(row.key());
  }

  private ByteBuffer identity(List<@Nullable Object> values) {
    RowWriter all = new RowWriter();
    for (int i = 0; i < key.size(); i++) {
      codec(key.get(i)).write(all, values.get(i), key.get(i));
    }
    return ByteBuffer.wrap(all.toBytes());
  }

  /** Reads the key that stands at the beginning of a row. */
  ByteBuffer readIdentity(RowReader row, TableSchema schema) throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    for (String column : key) {
      Column there = schema.columns().get(schema.place(column).orElseThrow());
      values.add(codec(column).read(row, there.type()));
    }
    return identity(values);
  }

  /** The columns of the key, in quotes, with commas between them. */
  String keyColumns() {
    return key.stream().map(ClickHouseLayout::quoted).collect(Collectors.joining(", "));
  }

  /** Returns a condition that the key is one of those that {@link #keys} sets as parameters. */
  String keyIsAsked() {
    String arrays =
        IntStream.range(0, key.size())
            .mapToObj(i -> "{key%d:Array(%s)}".formatted(i, codec(key.get(i)).parameter()))
            .collect(Collectors.joining(", "));
    return key.size() == 1
        ? keyColumns() + " IN " + arrays
        : "(%s) IN arrayZip(%s)".formatted(keyColumns(), arrays);
  }

  /** Returns the parameters of {@link #keyIsAsked}. */
  Parameters keys(List<Row> rows) {
    Parameters parameters = Parameters.none();
    for (int i = 0; i < key.size(); i++) {
      String column = key.get(i);
      parameters.literal(
          "key" + i,
          rows.stream()
              .map(row -> codec(column).element(row.value(column)))
              .collect(Collectors.joining(",", "[", "]")));
    }
    return parameters;
  }
}
