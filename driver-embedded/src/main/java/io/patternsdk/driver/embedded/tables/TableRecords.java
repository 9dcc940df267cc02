package io.patternsdk.driver.embedded.tables;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.ChangeJson;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.json.JsonWriter;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableJson;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of tables, whose keys are in the order in which they are read: the source, schemas,
 * rows, transactions, progress, feeds.
 */
final class TableRecords {
  static final String SOURCE = "1";
  static final String SCHEMA = "2";
  static final String ROW = "3";
  static final String TRANSACTION = "4";
  static final String PROGRESS = "5";
  static final String FEED = "6";
  private static final char SEPARATOR = '\u0000';

  private TableRecords() {}

  static String schemaKey(TableName table) {
    return SCHEMA + table;
  }

  static String rowKey(TableName table, String key) {
    return ROW + table.schema() + SEPARATOR + table.table() + SEPARATOR + key;
  }

  static TableName table(String rowKey) {
    int first = rowKey.indexOf(SEPARATOR);
    int second = rowKey.lastIndexOf(SEPARATOR);
    return new TableName(
        rowKey.substring(ROW.length(), first), rowKey.substring(first + 1, second));
  }

  static String key(String rowKey) {
    return rowKey.substring(rowKey.lastIndexOf(SEPARATOR) + 1);
  }

  /** The text by which a row is told from others of its table; it has no separator. */
  static String key(Row row) {
    List<Object> values = new ArrayList<>();
    row.key().forEach(value -> values.add(String.valueOf(TableJson.value(value))));
    return JsonArray.of(values).toString();
  }

  static String transactionKey(long commit) {
    return TRANSACTION + "%016x".formatted(commit);
  }

  static long commit(String transactionKey) {
    return Long.parseLong(transactionKey.substring(TRANSACTION.length()), 16);
  }

  static Optional<byte[]> bytes(JsonValue json) {
    return Optional.of(JsonWriter.compact().bytes(json));
  }

  static JsonObject schema(TableSchema schema, RowVersion truncated) {
    return JsonObject.builder()
        .put("schema", TableJson.schema(schema))
        .put("truncated", version(truncated))
        .build();
  }

  static JsonObject row(StoredRow row) {
    JsonObjectBuilder json = JsonObject.builder().put("version", version(row.version()));
    row.row().ifPresent(there -> json.put("row", TableJson.row(there)));
    return json.build();
  }

  static StoredRow row(TableSchema schema, JsonObject json) {
    Optional<Row> row =
        json.has("row") ? Optional.of(TableJson.row(schema, json.object("row"))) : Optional.empty();
    return new StoredRow(row, version(json.array("version")));
  }

  private static JsonArray version(RowVersion version) {
    return JsonArray.of(Long.toString(version.major()), Long.toString(version.minor()));
  }

  static RowVersion version(JsonArray json) {
    return new RowVersion(number(json.value(0)), number(json.value(1)));
  }

  private static long number(JsonValue json) {
    return Long.parseLong(((JsonString) json).value());
  }

  static JsonObject transaction(List<Change> changes) {
    return JsonObject.builder()
        .put("changes", changes.stream().map(ChangeJson::write).toList())
        .build();
  }

  static List<Change> changes(JsonObject json) {
    List<Change> changes = new ArrayList<>();
    json.array("changes").forEach(change -> changes.add(ChangeJson.read((JsonObject) change)));
    return changes;
  }

  static JsonObject progress(Progress progress) {
    return JsonObject.builder()
        .put("epoch", Long.toString(progress.epoch()))
        .put("position", progress.position())
        .build();
  }

  static Progress progress(String writer, JsonObject json) {
    return new Progress(writer, Long.parseLong(json.string("epoch")), json.string("position"));
  }

  static JsonObject feed(FeedPosition confirmed) {
    return JsonObject.builder().put("confirmed", confirmed.toString()).build();
  }

  static FeedPosition feed(JsonObject json) {
    return FeedPosition.parse(json.string("confirmed"));
  }
}
