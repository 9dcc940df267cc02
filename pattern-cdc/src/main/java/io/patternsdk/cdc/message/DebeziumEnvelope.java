package io.patternsdk.cdc.message;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys and bodies of messages in the form of Debezium. For one thread at a time. */
public final class DebeziumEnvelope {
  static final List<String> SOURCE_FIELDS =
      List.of(
          "version",
          "connector",
          "name",
          "ts_ms",
          "snapshot",
          "db",
          "sequence",
          "ts_us",
          "ts_ns",
          "schema",
          "table",
          "txId",
          "lsn",
          "xmin",
          "origin",
          "origin_lsn");

  private final String driver;
  private final String name;
  private final Optional<Flattening> flattening;

  /**
   * Makes bodies of the changes of a driver.
   *
   * @param name what the source is called
   * @param flattening how the row is told alone; empty where the whole envelope is told
   */
  public DebeziumEnvelope(String driver, String name, Optional<Flattening> flattening) {
    this.driver = driver;
    this.name = name;
    this.flattening = flattening;
  }

  /** Returns the columns of a row's key. */
  public static JsonObject key(Row row) {
    JsonObjectBuilder key = JsonObject.builder();
    for (String column : row.schema().key()) {
      int place = row.schema().place(column).orElseThrow();
      key.put(column, DebeziumValues.of(row.schema().columns().get(place), row.value(place)));
    }
    return key.build();
  }

  /**
   * Returns the body of a change.
   *
   * @param letter what happened, as Debezium has it
   * @param before the row as it was, as far as that is told
   * @param after the row as it is; null where it is gone
   */
  public JsonObject body(Change change, String letter, @Nullable Row before, @Nullable Row after) {
    return flattening
        .map(flat -> flat(flat, change, letter, before, after))
        .orElseGet(() -> whole(change, letter, before, after));
  }

  private JsonObject flat(
      Flattening flat, Change change, String letter, @Nullable Row before, @Nullable Row after) {
    JsonObjectBuilder row = JsonObject.builder();
    put(row, after == null ? before : after);
    flat.add(row, after == null, whole(change, letter, null, null));
    return row.build();
  }

  private JsonObject whole(
      Change change, String letter, @Nullable Row before, @Nullable Row after) {
    Instant time = change.committed();
    return JsonObject.builder()
        .put("before", before == null ? null : values(before))
        .put("after", after == null ? null : values(after))
        .put("source", source(change))
        .put("transaction", null)
        .put("op", letter)
        .put("ts_ms", time.toEpochMilli())
        .put("ts_us", micros(time))
        .put("ts_ns", nanos(time))
        .build();
  }

  private JsonObject source(Change change) {
    Instant time = change.committed();
    long commit = change.position().commit();
    return JsonObject.builder()
        .put("version", "patternsdk")
        .put("connector", driver)
        .put("name", name)
        .put("ts_ms", time.toEpochMilli())
        .put("snapshot", change.kind() == Kind.READ ? "true" : "false")
        .put("db", "")
        .put("sequence", "[\"" + commit + "\",\"" + change.position().index() + "\"]")
        .put("ts_us", micros(time))
        .put("ts_ns", nanos(time))
        .put("schema", change.schema().name().schema())
        .put("table", change.schema().name().table())
        .put(
            "txId",
            change.transaction().matches("\\d{1,18}") ? Long.valueOf(change.transaction()) : null)
        .put("lsn", commit)
        .put("xmin", null)
        .put("origin", null)
        .put("origin_lsn", null)
        .build();
  }

  private static JsonObject values(Row row) {
    JsonObjectBuilder json = JsonObject.builder();
    put(json, row);
    return json.build();
  }

  private static void put(JsonObjectBuilder json, @Nullable Row row) {
    if (row == null) {
      return;
    }
    List<Column> columns = row.schema().columns();
    for (int i = 0; i < columns.size(); i++) {
      json.put(columns.get(i).name(), DebeziumValues.of(columns.get(i), row.value(i)));
    }
  }

  private static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
  }

  private static long nanos(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }
}
