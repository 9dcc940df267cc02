package io.patternsdk.cdc.internal.message;

import static io.patternsdk.cdc.internal.message.ConnectSchema.field;
import static io.patternsdk.cdc.internal.message.ConnectSchema.named;
import static io.patternsdk.cdc.internal.message.ConnectSchema.plain;
import static io.patternsdk.cdc.internal.message.ConnectSchema.struct;

import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What Debezium tells of a type that the feed has as text.
 *
 * @param schema its schema, by whether a value may be absent
 * @param value what is told of a text
 */
record CompatibleForm(
    Function<Boolean, JsonObjectBuilder> schema, Function<String, @Nullable Object> value) {
  private static final String ARRAY = "[]";
  private static final String DATA = "io.debezium.data.";
  private static final String TIME = "io.debezium.time.";
  private static final Set<String> PLAIN =
      Set.of(
          "inet",
          "cidr",
          "macaddr",
          "macaddr8",
          "int4range",
          "int8range",
          "numrange",
          "tsrange",
          "tstzrange",
          "daterange");

  /** Returns that of a column; empty where Debezium leaves the column out. */
  static Optional<CompatibleForm> of(Column column, DebeziumValues values) {
    String type = column.nativeType();
    return type.endsWith(ARRAY)
        ? array(type.substring(0, type.length() - ARRAY.length()), column.labels(), values)
        : text(type, column.labels(), values.forms());
  }

  private static Optional<CompatibleForm> text(
      String type, List<String> labels, DebeziumForms forms) {
    if (!labels.isEmpty()) {
      Map<String, String> allowed = Map.of("allowed", String.join(",", labels));
      return form(
          optional -> named("string", optional, DATA + "Enum").put("parameters", allowed),
          text -> text);
    }
    String name = ArrayElement.name(type);
    return switch (name) {
      case "bit" -> bits(ArrayElement.number(type).orElse(1), true);
      case "bit varying" -> bits(ArrayElement.number(type).orElse(Integer.MAX_VALUE), false);
      case "interval" ->
          forms.intervals().filter(DebeziumForms.Intervals.STRING::equals).isPresent()
              ? form(o -> named("string", o, TIME + "Interval"), PostgresText::intervalIso)
              : form(o -> named("int64", o, TIME + "MicroDuration"), PostgresText::intervalMicros);
      case "time with time zone" ->
          form(o -> named("string", o, TIME + "ZonedTime"), PostgresText::timeOfUtc);
      case "hstore" -> form(o -> named("string", o, DATA + "Json"), PostgresText::hstore);
      case "point" -> form(CompatibleForm::point, PostgresText::point);
      case "xml", "ltree", "tsvector" -> form(o -> ConnectSchema.text(name, o), text -> text);
      default ->
          PLAIN.contains(name) ? form(o -> plain("string", o), text -> text) : Optional.empty();
    };
  }

  private static Optional<CompatibleForm> form(
      Function<Boolean, JsonObjectBuilder> schema, Function<String, @Nullable Object> value) {
    return Optional.of(new CompatibleForm(schema, value));
  }

  private static Optional<CompatibleForm> bits(int length, boolean fixed) {
    if (fixed && length == 1) {
      return form(o -> plain("boolean", o), "1"::equals);
    }
    Map<String, String> parameters = Map.of("length", String.valueOf(length));
    return form(
        o -> named("bytes", o, DATA + "Bits").put("parameters", parameters), PostgresText::bits);
  }

  private static JsonObjectBuilder point(boolean optional) {
    return struct(
            List.of(
                field("x", plain("double", false)),
                field("y", plain("double", false)),
                field("wkb", plain("bytes", true)),
                field("srid", plain("int32", true))),
            optional,
            DATA + "geometry.Point")
        .put("version", 1)
        .put("doc", "Geometry (POINT)");
  }

  private static Optional<CompatibleForm> array(
      String type, List<String> labels, DebeziumValues values) {
    Optional<Column> known = labels.isEmpty() ? ArrayElement.of(type) : Optional.empty();
    if (known.isPresent()) {
      Column element = known.get();
      return form(
          o -> ConnectSchema.array(values.schema(element, true), o),
          text ->
              each(text, one -> values.of(element, ArrayElement.value(element.type(), one), true)));
    }
    return text(type, labels, values.forms())
        .map(
            form ->
                new CompatibleForm(
                    o -> ConnectSchema.array(form.schema.apply(labels.isEmpty()), o),
                    text -> each(text, form.value)));
  }

  private static List<@Nullable Object> each(
      String array, Function<String, @Nullable Object> value) {
    List<@Nullable Object> values = new ArrayList<>();
    for (String element : PostgresText.elements(array)) {
      values.add(element == null ? null : value.apply(element));
    }
    return values;
  }
}
