package io.patternsdk.cdc.internal.message;

import static io.patternsdk.cdc.internal.message.ConnectSchema.choice;
import static io.patternsdk.cdc.internal.message.ConnectSchema.field;
import static io.patternsdk.cdc.internal.message.ConnectSchema.plain;
import static io.patternsdk.cdc.internal.message.ConnectSchema.struct;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The schemas of keys and bodies of messages, each made once. For one thread at a time. */
final class EnvelopeSchemas {
  private static final String SNAPSHOTS =
      "true,first,first_in_data_collection,last_in_data_collection,last,false,incremental";
  private static final List<JsonObject> SOURCE =
      List.of(
          text("version", false),
          text("connector", false),
          text("name", false),
          number("ts_ms", false),
          field("snapshot", choice(SNAPSHOTS, "false")),
          text("db", false),
          text("sequence", true),
          number("ts_us", true),
          number("ts_ns", true),
          text("schema", false),
          text("table", false),
          number("txId", true),
          number("lsn", true),
          number("xmin", true),
          text("origin", true),
          number("origin_lsn", true));
  private static final List<JsonObject> TRANSACTION =
      List.of(
          text("id", false), number("total_order", false), number("data_collection_order", false));

  private final String prefix;
  private final Optional<Flattening> flattening;
  private final DebeziumValues values;
  private final Map<TableSchema, OfTable> tables = new HashMap<>();

  EnvelopeSchemas(String prefix, Optional<Flattening> flattening, DebeziumValues values) {
    this.prefix = prefix;
    this.flattening = flattening;
    this.values = values;
  }

  /** Those of a table: of its key, of a body, and of the body of a row that is gone. */
  record OfTable(JsonObject key, JsonObject body, JsonObject gone) {}

  /** Returns the names of the fields of {@code source} in their order. */
  static List<String> sourceFields() {
    return SOURCE.stream().map(field -> field.string("field")).toList();
  }

  /** Returns the type of a field of {@code source}. */
  static String sourceType(String name) {
    return SOURCE.stream()
        .filter(field -> field.string("field").equals(name))
        .map(field -> field.string("type"))
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject text(String name, boolean optional) {
    return field(name, plain("string", optional));
  }

  private static JsonObject number(String name, boolean optional) {
    return field(name, plain("int64", optional));
  }

  OfTable of(TableSchema table) {
    return tables.computeIfAbsent(table, this::make);
  }

  private OfTable make(TableSchema table) {
    String name = name(table.name());
    List<JsonObject> keys = new ArrayList<>();
    for (String column : table.key()) {
      Column of = table.columns().get(table.place(column).orElseThrow());
      keys.add(field(column, withDefault(values.schema(of, of.nullable()), of)));
    }
    JsonObject key = struct(keys, false, name + ".Key").build();
    if (flattening.isPresent()) {
      Flattening flat = flattening.get();
      return new OfTable(key, flat(flat, table, name, false), flat(flat, table, name, true));
    }
    JsonObject whole = whole(table, name);
    return new OfTable(key, whole, whole);
  }

  private JsonObject flat(Flattening flat, TableSchema table, String name, boolean gone) {
    List<JsonObject> fields = columns(table, gone);
    fields.addAll(flat.schemas());
    return struct(fields, false, name + ".Value").build();
  }

  private JsonObject whole(TableSchema table, String name) {
    String row = name + ".Value";
    JsonObjectBuilder source = struct(SOURCE, false, "io.debezium.connector.postgresql.Source");
    List<JsonObject> fields =
        List.of(
            field("before", struct(columns(table, true), true, row)),
            field("after", struct(columns(table, false), true, row)),
            field("source", source.put("version", 1)),
            field("transaction", struct(TRANSACTION, true, "event.block").put("version", 1)),
            text("op", false),
            number("ts_ms", true),
            number("ts_us", true),
            number("ts_ns", true));
    return struct(fields, false, name + ".Envelope").put("version", 2).build();
  }

  /** What a row was is told in part, so that nothing but its key is sure to be there. */
  private List<JsonObject> columns(TableSchema table, boolean before) {
    List<JsonObject> fields = new ArrayList<>();
    for (Column column : table.columns()) {
      if (values.tells(column)) {
        boolean optional = isOptional(table, column, before && !values.forms().compatible());
        fields.add(field(column.name(), withDefault(values.schema(column, optional), column)));
      }
    }
    return fields;
  }

  /**
   * A default would make a consumer read a value where the row has none: not unless it is to be.
   */
  private JsonObjectBuilder withDefault(JsonObjectBuilder schema, Column column) {
    if (values.forms().compatible()) {
      CompatibleDefaults.ofSchema(column, values).ifPresent(value -> schema.put("default", value));
    }
    return schema;
  }

  /** Tells whether a value may be absent in a row, or in a row as it was before. */
  static boolean isOptional(TableSchema table, Column column, boolean before) {
    return column.nullable() || (before && !table.key().contains(column.name()));
  }

  private String name(TableName table) {
    String name = prefix + "." + table.schema() + "." + table.table();
    return name.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
