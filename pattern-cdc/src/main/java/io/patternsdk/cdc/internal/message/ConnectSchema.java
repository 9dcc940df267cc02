package io.patternsdk.cdc.internal.message;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.table.Column;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Schemas as the JSON converter of Kafka Connect writes them, with Debezium's names of types. */
final class ConnectSchema {
  private static final Pattern PRECISION = Pattern.compile("numeric\\((\\d+)[,)].*");
  private static final String DATA = "io.debezium.data.";
  private static final String TIME = "io.debezium.time.";
  private static final String CONNECT = "org.apache.kafka.connect.data.";

  private ConnectSchema() {}

  /** Returns a type that is known by nothing but what it is. */
  static JsonObjectBuilder plain(String type, boolean optional) {
    return JsonObject.builder().put("type", type).put("optional", optional);
  }

  /** Returns a type that has a name. */
  static JsonObjectBuilder named(String type, boolean optional, String name) {
    return plain(type, optional).put("name", name).put("version", 1);
  }

  /** Returns a structure of fields. */
  static JsonObjectBuilder struct(List<JsonObject> fields, boolean optional, String name) {
    return JsonObject.builder()
        .put("type", "struct")
        .put("fields", fields)
        .put("optional", optional)
        .put("name", name);
  }

  /** Returns a schema as a field of a structure. */
  static JsonObject field(String name, JsonObjectBuilder schema) {
    return schema.put("field", name).build();
  }

  /** Returns a text that is one of several. */
  static JsonObjectBuilder choice(String allowed, String otherwise) {
    return named("string", true, DATA + "Enum")
        .put("parameters", Map.of("allowed", allowed))
        .put("default", otherwise);
  }

  /** Returns that of arrays. */
  static JsonObjectBuilder array(JsonObjectBuilder items, boolean optional) {
    return JsonObject.builder()
        .put("type", "array")
        .put("items", items.build())
        .put("optional", optional);
  }

  /** Returns that of the values of a column. */
  static JsonObjectBuilder of(Column column, boolean optional, DebeziumForms forms) {
    boolean millis = DebeziumValues.isMillis(column, forms);
    boolean connect = forms.times() == DebeziumForms.Times.CONNECT;
    return switch (column.type()) {
      case BOOLEAN -> plain("boolean", optional);
      case INT16 -> plain("int16", optional);
      case INT32 -> plain("int32", optional);
      case INT64 -> plain("int64", optional);
      case FLOAT32 -> plain("float", optional);
      case FLOAT64 -> plain("double", optional);
      case BYTES -> plain("bytes", optional);
      case DECIMAL ->
          switch (forms.decimals()) {
            case PRECISE -> decimal(column, optional);
            case STRING -> plain("string", optional);
            case DOUBLE -> plain("double", optional);
          };
      case JSON -> named("string", optional, DATA + "Json");
      case UUID -> named("string", optional, DATA + "Uuid");
      case DATE -> named("int32", optional, (connect ? CONNECT : TIME) + "Date");
      case TIME ->
          millis
              ? named("int32", optional, (connect ? CONNECT : TIME) + "Time")
              : named("int64", optional, TIME + "MicroTime");
      case TIMESTAMP ->
          millis
              ? named("int64", optional, (connect ? CONNECT : TIME) + "Timestamp")
              : named("int64", optional, TIME + "MicroTimestamp");
      case INSTANT -> named("string", optional, TIME + "ZonedTimestamp");
      default -> text(column.nativeType(), optional);
    };
  }

  /** Returns that of texts of a type of the database. */
  static JsonObjectBuilder text(String type, boolean optional) {
    return switch (ArrayElement.name(type)) {
      case "xml" -> named("string", optional, DATA + "Xml");
      case "ltree" -> named("string", optional, DATA + "Ltree");
      case "tsvector" -> named("string", optional, DATA + "Tsvector");
      default -> plain("string", optional);
    };
  }

  private static JsonObjectBuilder decimal(Column column, boolean optional) {
    if (column.scale() < 0) {
      List<JsonObject> fields =
          List.of(field("scale", plain("int32", false)), field("value", plain("bytes", false)));
      return struct(fields, optional, DATA + "VariableScaleDecimal")
          .put("version", 1)
          .put("doc", "Variable scaled decimal");
    }
    JsonObjectBuilder parameters =
        JsonObject.builder().put("scale", String.valueOf(column.scale()));
    Matcher precision = PRECISION.matcher(column.nativeType());
    if (precision.matches()) {
      parameters.put("connect.decimal.precision", precision.group(1));
    }
    return named("bytes", optional, CONNECT + "Decimal").put("parameters", parameters.build());
  }
}
