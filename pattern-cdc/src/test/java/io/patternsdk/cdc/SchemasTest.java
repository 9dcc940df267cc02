package io.patternsdk.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Message;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.Row.Unavailable;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that have their schema with them, as Connect's JSON converter has it. */
class SchemasTest {
  private static final TableSchema TYPES =
      TableSchema.of(
          TableName.parse("Odd Name$"),
          List.of(
              Column.of("id", ColumnType.INT32),
              new Column("price", ColumnType.DECIMAL, true, "numeric(5,2)", 2),
              new Column("any", ColumnType.DECIMAL, false, "", -1),
              Column.of("day", ColumnType.DATE),
              new Column("at", ColumnType.TIMESTAMP, false, "timestamp(3) without time zone", 3),
              Column.nullable("then", ColumnType.TIMESTAMP),
              Column.nullable("moment", ColumnType.INSTANT),
              Column.nullable("time", ColumnType.TIME),
              Column.nullable("uuid", ColumnType.UUID),
              Column.nullable("json", ColumnType.JSON),
              Column.nullable("bytes", ColumnType.BYTES),
              new Column("doc", ColumnType.OTHER, true, "xml", -1),
              Column.nullable("ratio", ColumnType.FLOAT64)),
          List.of("id"));
  private static final Row FULL =
      Row.of(
          TYPES,
          1,
          new BigDecimal("123.45"),
          new BigDecimal("0.5"),
          LocalDate.of(2024, 2, 29),
          LocalDateTime.of(2024, 2, 29, 12, 0),
          LocalDateTime.MAX,
          Instant.parse("2024-02-29T12:34:56.123456Z"),
          LocalTime.of(12, 0),
          new UUID(1, 2),
          "{}",
          new byte[] {1},
          "<a/>",
          0.5);

  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private static CdcSettings settings(Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(more);
    all.put("tables", List.of("one"));
    all.put("schemas_enable", true);
    return Settings.of(all).read(CdcSettings::from);
  }

  private static List<Message> messages(Map<String, Object> more, Change change) {
    CdcSettings settings = settings(more);
    return new Envelopes(settings, "postgres", settings.topic())
        .messages(change).stream().map(Envelopes.Addressed::message).toList();
  }

  private static JsonObject checked(String text) {
    JsonObject message = JsonObject.parse(text);
    assertThat(message.names()).containsExactly("schema", "payload");
    ConnectJson.check("", message.object("schema"), message.find("payload").orElseThrow());
    return message;
  }

  private static Row row(String column, Object value) {
    List<Object> values = new ArrayList<>();
    for (Column each : TYPES.columns()) {
      values.add(each.name().equals(column) ? value : FULL.value(each.name()));
    }
    return Row.of(TYPES, values.toArray());
  }

  /** Goes by the messages alone, each of which fits its schema. */
  private static void replay(String table, Message message, Map<String, JsonObject> rows) {
    String key = table + checked(message.key().orElseThrow()).object("payload");
    if (message.body().length == 0) {
      assertThat(rows).doesNotContainKey(key);
      return;
    }
    JsonObject body = checked(message.text());
    assertThat(body.object("schema").string("name")).isEqualTo("cdc." + table + ".Envelope");
    Site.replay(key, body.object("payload"), rows);
  }

  @Test
  void messagesThatFitTheirSchemasMakeTheTables() {
    site.change(30);
    CdcBuilder builder =
        site.to(new StreamsOnly(site.target).backend())
            .settings(Map.of("lease", Duration.ofSeconds(30), "schemas_enable", true));
    try (Cdc cdc = builder.start()) {
      site.change(60);
      site.awaitReplayed(SchemasTest::replay);
      assertThat(cdc.status().destinations()).hasSize(1);
    }
    assertThat(site.failures).isEmpty();
  }

  @Test
  void schemasAreThoseOfDebezium() {
    List<Message> messages = messages(Map.of(), Samples.deleted(FULL));
    JsonObject key = checked(messages.getFirst().key().orElseThrow());
    assertThat(key.toString())
        .isEqualTo(
            "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"optional\":false,"
                + "\"field\":\"id\"}],\"optional\":false,\"name\":\"cdc.public.Odd_Name_.Key\"},"
                + "\"payload\":{\"id\":1}}");
    assertThat(messages.getLast().isTombstone()).isTrue();
    JsonObject schema = checked(messages.getFirst().text()).object("schema");
    assertThat(schema.string("name")).isEqualTo("cdc.public.Odd_Name_.Envelope");
    assertThat(schema.number("version").toInt()).isEqualTo(2);
    JsonObject after = (JsonObject) schema.array("fields").values().get(1);
    assertThat(after.string("name")).isEqualTo("cdc.public.Odd_Name_.Value");
    List<String> fields = after.array("fields").values().stream().map(JsonValue::toString).toList();
    assertThat(fields)
        .startsWith(
            "{\"type\":\"int32\",\"optional\":false,\"field\":\"id\"}",
            "{\"type\":\"bytes\",\"optional\":true,"
                + "\"name\":\"org.apache.kafka.connect.data.Decimal\",\"version\":1,"
                + "\"parameters\":{\"scale\":\"2\",\"connect.decimal.precision\":\"5\"},"
                + "\"field\":\"price\"}",
            "{\"type\":\"struct\",\"fields\":["
                + "{\"type\":\"int32\",\"optional\":false,\"field\":\"scale\"},"
                + "{\"type\":\"bytes\",\"optional\":false,\"field\":\"value\"}],"
                + "\"optional\":false,\"name\":\"io.debezium.data.VariableScaleDecimal\","
                + "\"version\":1,\"doc\":\"Variable scaled decimal\",\"field\":\"any\"}");
    assertThat(fields)
        .filteredOn(field -> field.contains("io.debezium"))
        .extracting(field -> JsonObject.parse(field).string("name").replace("io.debezium.", ""))
        .containsExactly(
            "data.VariableScaleDecimal",
            "time.Date",
            "time.Timestamp",
            "time.MicroTimestamp",
            "time.ZonedTimestamp",
            "time.MicroTime",
            "data.Uuid",
            "data.Json",
            "data.Xml");
  }

  @Test
  void aDeletionThatTellsTheKeyAloneInventsNothing() {
    List<Object> values = new ArrayList<>();
    TYPES
        .columns()
        .forEach(column -> values.add(column.name().equals("id") ? 1 : Unavailable.UNAVAILABLE));
    Row key = Row.of(TYPES, values.toArray());
    JsonObject body = checked(messages(Map.of(), Samples.deleted(key)).getFirst().text());
    JsonObject before = body.object("payload").object("before");
    assertThat(before.find("day")).contains(JsonValue.of(null));
    assertThat(before.find("any")).contains(JsonValue.of(null));
    assertThat(before.string("doc")).isEqualTo("__debezium_unavailable_value");
  }

  @Test
  void aValueThatTheTypeDoesNotHaveIsAbsentWhereItMayBeAndOtherwiseRefused() {
    Row infinite = row("price", Double.NaN);
    JsonObject body = checked(messages(Map.of(), Samples.read(infinite)).getFirst().text());
    assertThat(body.object("payload").object("after").find("price")).contains(JsonValue.of(null));
    assertThat(body.object("payload").object("after").number("then").toLong())
        .isEqualTo(9_223_372_036_825_200_000L);
    for (Row refused :
        List.of(
            row("any", Double.NaN),
            row("day", LocalDate.MAX),
            row("price", Unavailable.UNAVAILABLE))) {
      assertThatThrownBy(() -> messages(Map.of(), Samples.read(refused)))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("schema");
    }
  }

  private enum Mode {
    REWRITE,
    TOMBSTONE
  }

  @ParameterizedTest
  @EnumSource
  void theRowAloneHasItsSchema(Mode mode) {
    Map<String, Object> flatten =
        Map.of(
            "flatten",
            Map.of(
                "delete_tombstone_handling_mode",
                mode,
                "add_fields",
                List.of("op", "source.ts_ms", "txId:tx")));
    JsonObject read = checked(messages(flatten, Samples.read(FULL)).getFirst().text());
    assertThat(read.object("schema").string("name")).isEqualTo("cdc.public.Odd_Name_.Value");
    assertThat(read.object("payload").string("__op")).isEqualTo("r");
    Message deleted = messages(flatten, Samples.deleted(FULL)).getFirst();
    if (mode == Mode.REWRITE) {
      assertThat(checked(deleted.text()).object("payload").string("__deleted")).isEqualTo("true");
    } else {
      assertThat(deleted.isTombstone()).isTrue();
    }
  }

  @Test
  void theFlatEnvelopeHasNone() {
    assertThatThrownBy(() -> settings(Map.of("envelope", "flat")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("schemas_enable");
  }
}
