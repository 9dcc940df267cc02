package io.patternsdk.core.table;

import io.patternsdk.core.json.JsonBoolean;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonNull;
import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.table.Row.Unavailable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Schemas and rows as JSON that is read back without loss: numbers as numbers, DECIMAL and what is
 * not finite as text, bytes in base64, times in ISO form. A value that is not available has no
 * member. The reading methods throw {@link IllegalArgumentException} where it is something else.
 */
public final class TableJson {
  private static final String INFINITE = "infinity";

  private TableJson() {}

  /** Returns a schema as JSON. */
  public static JsonObject schema(TableSchema schema) {
    List<JsonObject> columns = new ArrayList<>();
    for (Column column : schema.columns()) {
      JsonObjectBuilder one =
          JsonObject.builder()
              .put("name", column.name())
              .put("type", column.type().name().toLowerCase(Locale.ROOT))
              .put("nullable", column.nullable());
      if (!column.nativeType().isEmpty()) {
        one.put("native", column.nativeType());
      }
      if (column.scale() >= 0) {
        one.put("scale", column.scale());
      }
      if (!column.labels().isEmpty()) {
        one.put("labels", column.labels());
      }
      if (!column.defaultValue().isEmpty()) {
        one.put("default", column.defaultValue());
      }
      columns.add(one.build());
    }
    return JsonObject.builder()
        .put("schema", schema.name().schema())
        .put("table", schema.name().table())
        .put("columns", columns)
        .put("key", schema.key())
        .build();
  }

  /** Reads what {@link #schema(TableSchema)} wrote. */
  public static TableSchema schema(JsonObject json) {
    try {
      List<Column> columns = new ArrayList<>();
      for (JsonValue element : json.array("columns")) {
        JsonObject column = (JsonObject) element;
        columns.add(
            new Column(
                column.string("name"),
                ColumnType.valueOf(column.string("type").toUpperCase(Locale.ROOT)),
                column.bool("nullable"),
                column.has("native") ? column.string("native") : "",
                column.has("scale") ? column.number("scale").toInt() : -1,
                column.has("labels") ? texts(column, "labels") : List.of(),
                column.has("default") ? column.string("default") : ""));
      }
      List<String> key = texts(json, "key");
      return TableSchema.of(
          new TableName(json.string("schema"), json.string("table")), columns, key);
    } catch (JsonException | ClassCastException e) {
      throw new IllegalArgumentException("no schema of a table: " + e.getMessage(), e);
    }
  }

  private static List<String> texts(JsonObject json, String name) {
    return json.array(name).values().stream().map(TableJson::text).toList();
  }

  /** Returns a row as JSON. */
  public static JsonObject row(Row row) {
    JsonObjectBuilder json = JsonObject.builder();
    List<Column> columns = row.schema().columns();
    for (int i = 0; i < columns.size(); i++) {
      Object value = row.value(i);
      if (value != Unavailable.UNAVAILABLE) {
        json.put(columns.get(i).name(), value(value));
      }
    }
    return json.build();
  }

  /** Reads what {@link #row(Row)} wrote of a row of this schema. */
  public static Row row(TableSchema schema, JsonObject json) {
    List<Column> columns = schema.columns();
    @Nullable Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      Column column = columns.get(i);
      try {
        values[i] =
            json.has(column.name())
                ? value(column.type(), json.find(column.name()).orElseThrow())
                : Unavailable.UNAVAILABLE;
      } catch (JsonException | ClassCastException | DateTimeException | ArithmeticException e) {
        throw new IllegalArgumentException(
            column.name() + " of " + schema.name() + " is no " + column.type(), e);
      }
    }
    return Row.of(schema, values);
  }

  /** Returns an available value as what {@link JsonObjectBuilder#put} takes. */
  public static @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Double number when !Double.isFinite(number) -> number.toString();
      case Float number when !Float.isFinite(number) -> number.toString();
      case BigDecimal number -> number.toString();
      case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
      case LocalDate date -> bounded(date, LocalDate.MIN, LocalDate.MAX);
      case LocalDateTime time -> bounded(time, LocalDateTime.MIN, LocalDateTime.MAX);
      case Instant time -> bounded(time, Instant.MIN, Instant.MAX);
      case LocalTime time -> time.toString();
      case UUID uuid -> uuid.toString();
      default -> value;
    };
  }

  private static String bounded(Object value, Object least, Object most) {
    return value.equals(most) ? INFINITE : value.equals(least) ? "-" + INFINITE : value.toString();
  }

  private static @Nullable Object value(ColumnType type, JsonValue json) {
    if (json instanceof JsonNull) {
      return null;
    }
    return switch (type) {
      case BOOLEAN -> ((JsonBoolean) json).value();
      case INT16 -> number(json).shortValueExact();
      case INT32 -> number(json).intValueExact();
      case INT64 -> number(json).longValueExact();
      case FLOAT32 -> Float.valueOf(plain(json));
      case FLOAT64 -> Double.valueOf(plain(json));
      case DECIMAL -> decimal(text(json));
      case STRING, JSON, OTHER -> text(json);
      case BYTES -> Base64.getDecoder().decode(text(json));
      case DATE -> unbounded(text(json), LocalDate.MIN, LocalDate.MAX, LocalDate::parse);
      case TIME -> LocalTime.parse(text(json));
      case TIMESTAMP ->
          unbounded(text(json), LocalDateTime.MIN, LocalDateTime.MAX, LocalDateTime::parse);
      case INSTANT -> unbounded(text(json), Instant.MIN, Instant.MAX, Instant::parse);
      case UUID -> UUID.fromString(text(json));
    };
  }

  private static Object decimal(String text) {
    char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
    return Character.isDigit(last) ? new BigDecimal(text) : Double.valueOf(text);
  }

  private static <T> T unbounded(String text, T least, T most, Function<String, T> parse) {
    return text.equals(INFINITE) ? most : text.equals("-" + INFINITE) ? least : parse.apply(text);
  }

  private static BigDecimal number(JsonValue json) {
    return ((JsonNumber) json).toBigDecimal();
  }

  private static String plain(JsonValue json) {
    return json instanceof JsonString text ? text.value() : ((JsonNumber) json).text();
  }

  private static String text(JsonValue json) {
    return ((JsonString) json).value();
  }
}
