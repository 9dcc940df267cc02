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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keys and bodies of messages in the form of Debezium. For one thread at a time. */
public final class DebeziumEnvelope {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final String driver;
  private final String name;
  private final Optional<Flattening> flattening;
  private final Optional<EnvelopeSchemas> schemas;

  /**
   * Makes bodies of the changes of a driver.
   *
   * @param name what the source is called
   * @param flattening how the row is told alone; empty where the whole envelope is told
   * @param schemas whether keys and bodies have their schema with them
   */
  public DebeziumEnvelope(
      String driver, String name, Optional<Flattening> flattening, boolean schemas) {
    this.driver = driver;
    this.name = name;
    this.flattening = flattening;
    this.schemas = schemas ? Optional.of(new EnvelopeSchemas(name, flattening)) : Optional.empty();
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

  /** Returns the key of a message about a row that has one. */
  public JsonObject messageKey(Row row) {
    JsonObject key = key(row);
    return schemas.map(of -> wrapped(of.of(row.schema()).key(), key)).orElse(key);
  }

  private static JsonObject wrapped(JsonObject schema, JsonObject payload) {
    return JsonObject.builder().put("schema", schema).put("payload", payload).build();
  }

  /**
   * Returns the body of a change.
   *
   * @param letter what happened, as Debezium has it
   * @param before the row as it was, as far as that is told
   * @param after the row as it is; null where it is gone
   * @throws io.patternsdk.core.BackendException INVALID_ARGUMENT if a value has no place in the
   *     schema that goes with it
   */
  public JsonObject body(Change change, String letter, @Nullable Row before, @Nullable Row after) {
    JsonObject payload =
        flattening
            .map(flat -> flat(flat, change, letter, before, after))
            .orElseGet(() -> whole(change, letter, before, after));
    return schemas
        .map(of -> of.of(change.schema()))
        .map(of -> wrapped(after == null ? of.gone() : of.body(), payload))
        .orElse(payload);
  }

  private JsonObject flat(
      Flattening flat, Change change, String letter, @Nullable Row before, @Nullable Row after) {
    JsonObjectBuilder row = JsonObject.builder();
    put(row, after == null ? before : after, after == null);
    flat.add(row, after == null, whole(change, letter, null, null));
    return row.build();
  }

  private JsonObject whole(
      Change change, String letter, @Nullable Row before, @Nullable Row after) {
    Instant time = change.committed();
    return JsonObject.builder()
        .put("before", before == null ? null : values(before, true))
        .put("after", after == null ? null : values(after, false))
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
            NUMBER.matcher(change.transaction()).matches()
                ? Long.valueOf(change.transaction())
                : null)
        .put("lsn", commit)
        .put("xmin", null)
        .put("origin", null)
        .put("origin_lsn", null)
        .build();
  }

  private JsonObject values(Row row, boolean before) {
    JsonObjectBuilder json = JsonObject.builder();
    put(json, row, before);
    return json.build();
  }

  private void put(JsonObjectBuilder json, @Nullable Row row, boolean before) {
    if (row == null) {
      return;
    }
    List<Column> columns = row.schema().columns();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      Object value = row.value(i);
      json.put(
          column.name(),
          schemas.isEmpty()
              ? DebeziumValues.of(column, value)
              : SchemaValues.of(
                  column, value, EnvelopeSchemas.isOptional(row.schema(), column, before), before));
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
