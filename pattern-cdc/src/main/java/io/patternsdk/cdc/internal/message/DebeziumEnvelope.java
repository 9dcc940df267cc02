package io.patternsdk.cdc.internal.message;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.SourceInfo;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.Row.Unavailable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keys and bodies of messages in the form of Debezium. For one thread at a time. */
public final class DebeziumEnvelope {
  /** The version of Debezium that it equals. */
  private static final String COMPATIBLE = "3.6.1.Final";

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final String driver;
  private final String name;
  private final Optional<Flattening> flattening;
  private final Optional<EnvelopeSchemas> schemas;
  private final DebeziumForms forms;
  private final DebeziumValues values;

  /**
   * Makes bodies of the changes of a driver.
   *
   * @param name what the source is called
   * @param forms how values are told
   * @param flattening how the row is told alone; empty where the whole envelope is told
   * @param schemas whether keys and bodies have their schema with them
   */
  public DebeziumEnvelope(
      String driver,
      String name,
      DebeziumForms forms,
      Optional<Flattening> flattening,
      boolean schemas) {
    this.driver = driver;
    this.name = name;
    this.forms = forms;
    this.values = new DebeziumValues(forms);
    this.flattening = flattening;
    this.schemas =
        schemas ? Optional.of(new EnvelopeSchemas(name, flattening, values)) : Optional.empty();
  }

  /**
   * Returns the columns of a row's key.
   *
   * @param read whether a snapshot read it
   */
  public JsonObject key(Row row, boolean read) {
    JsonObjectBuilder key = JsonObject.builder();
    for (String name : row.schema().key()) {
      int place = row.schema().place(name).orElseThrow();
      Column column = row.schema().columns().get(place);
      key.put(name, values.of(column, row.value(place), isKept(row, column, read)));
    }
    return key.build();
  }

  /** Tells whether a name is told: rows of which only the key differs would else be one. */
  private static boolean isKept(Row row, Column column, boolean read) {
    return read
        || (column.type() == ColumnType.STRING && row.schema().key().contains(column.name()));
  }

  /**
   * Returns the key of a message about a row that has one.
   *
   * @param read whether a snapshot read it
   */
  public JsonObject messageKey(Row row, boolean read) {
    JsonObject key = key(row, read);
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
    put(row, after == null ? before : after, after == null, change.kind() == Kind.READ);
    flat.add(row, after == null, whole(change, letter, null, null));
    return row.build();
  }

  private JsonObject whole(
      Change change, String letter, @Nullable Row before, @Nullable Row after) {
    Instant time = change.committed();
    boolean read = change.kind() == Kind.READ;
    return JsonObject.builder()
        .put("before", before == null ? null : values(before, true, read))
        .put("after", after == null ? null : values(after, false, read))
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
    SourceInfo said = change.source();
    long lsn = said.lsn() < 0 ? change.position().commit() : said.lsn();
    return JsonObject.builder()
        .put("version", forms.compatible() ? COMPATIBLE : "patternsdk")
        .put("connector", forms.compatible() ? "postgresql" : driver)
        .put("name", name)
        .put("ts_ms", time.toEpochMilli())
        .put("snapshot", snapshot(change))
        .put("db", said.database())
        .put("sequence", sequence(change, lsn))
        .put("ts_us", micros(time))
        .put("ts_ns", nanos(time))
        .put("schema", change.schema().name().schema())
        .put("table", change.schema().name().table())
        .put(
            "txId",
            NUMBER.matcher(change.transaction()).matches()
                ? Long.valueOf(change.transaction())
                : null)
        .put("lsn", lsn)
        .put("xmin", null)
        .put("origin", null)
        .put("origin_lsn", null)
        .build();
  }

  private String sequence(Change change, long lsn) {
    if (!forms.compatible()) {
      FeedPosition position = change.position();
      return "[\"" + position.commit() + "\",\"" + position.index() + "\"]";
    }
    long before = change.source().previousCommit();
    return "[" + (before < 0 ? "null" : "\"" + before + "\"") + ",\"" + lsn + "\"]";
  }

  private static String snapshot(Change change) {
    return switch (change.source().mark()) {
      case FIRST -> "first";
      case FIRST_OF_TABLE -> "first_in_data_collection";
      case LAST_OF_TABLE -> "last_in_data_collection";
      case LAST -> "last";
      default -> change.kind() == Kind.READ ? "true" : "false";
    };
  }

  private JsonObject values(Row row, boolean before, boolean read) {
    JsonObjectBuilder json = JsonObject.builder();
    put(json, row, before, read);
    return json.build();
  }

  private void put(JsonObjectBuilder json, @Nullable Row row, boolean before, boolean read) {
    if (row == null) {
      return;
    }
    List<Column> columns = row.schema().columns();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (values.tells(column)) {
        json.put(column.name(), value(row, column, row.value(i), before, read));
      }
    }
  }

  private @Nullable Object value(
      Row row, Column column, @Nullable Object value, boolean before, boolean read) {
    if (forms.compatible()) {
      return before && value == Unavailable.UNAVAILABLE
          ? CompatibleDefaults.untold(column, values)
          : values.of(column, value, isKept(row, column, read));
    }
    return schemas.isEmpty()
        ? values.of(column, value, read)
        : SchemaValues.of(
            values,
            column,
            value,
            EnvelopeSchemas.isOptional(row.schema(), column, before),
            before);
  }

  private static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
  }

  private static long nanos(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }
}
