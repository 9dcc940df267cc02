package io.patternsdk.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.SourceInfo;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.json.JsonNull;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.testkit.fault.Fault;
import io.patternsdk.testkit.fault.FaultPlan;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is delivered to streams: a table that is built from it alone is that of the source. */
class StreamsTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private Envelopes envelopes(Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(more);
    all.put("tables", site.names());
    CdcSettings settings = Settings.of(all).read(CdcSettings::from);
    return new Envelopes(settings, "embedded", settings.topic());
  }

  private static List<Message> messages(Envelopes envelopes, Change change) {
    return envelopes.messages(change).stream().map(Envelopes.Addressed::message).toList();
  }

  private static void replay(String table, Message message, Map<String, JsonObject> rows) {
    String key = table + message.key().orElseThrow();
    if (message.body().length == 0) {
      assertThat(rows).doesNotContainKey(key);
    } else {
      Site.replay(key, JsonObject.parse(message.body()), rows);
    }
  }

  @Test
  void theTablesCanBeBuiltFromTheMessages() {
    FaultPlan plan = FaultPlan.seeded(11, Clock.system());
    plan.sometimes(0.1, "stream_basic.append_all", Fault.ambiguous(ErrorKind.TIMED_OUT));
    site.change(30);
    Backend streams = new StreamsOnly(site.target).backend();
    CdcBuilder builder = site.to(streams, plan);
    try (Cdc cdc = builder.start()) {
      site.change(60);
      site.awaitReplayed(StreamsTest::replay);
      assertThat(cdc.status().destinations()).hasSize(1);
    }
    site.change(60);
    try (Cdc cdc = site.to(streams, plan).start()) {
      site.awaitReplayed(StreamsTest::replay);
      assertThat(cdc.status().destinations()).hasSize(1);
    }
    assertThat(site.failures).isEmpty();
  }

  @Test
  void messagesOfAChangeSayWhatDebeziumSays() {
    site.change(1);
    Row row = site.history.rows().values().iterator().next();
    List<Message> messages = messages(envelopes(Map.of()), Samples.deleted(row));
    assertThat(messages).hasSize(2);
    JsonObject body = JsonObject.parse(messages.getFirst().body());
    assertThat(body.names())
        .containsExactly(
            "before", "after", "source", "transaction", "op", "ts_ms", "ts_us", "ts_ns");
    assertThat(body.string("op")).isEqualTo("d");
    assertThat(body.find("after")).contains(JsonNull.NULL);
    assertThat(body.object("before").names()).containsExactly("id", "round", "text");
    assertThat(body.object("source").names())
        .containsExactly(
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
    assertThat(body.number("ts_us").toLong()).isEqualTo(1_709_210_096_123_456L);
    assertThat(messages.getLast().isTombstone()).isTrue();
    assertThat(messages.getLast().key()).isEqualTo(messages.getFirst().key());
    assertThat(JsonObject.parse(messages.getFirst().key().orElseThrow()).names())
        .containsExactly("id");
  }

  @Test
  void messagesOfTheSameChangeAreTheSame() {
    site.change(1);
    Row row = site.history.rows().values().iterator().next();
    Envelopes envelopes = envelopes(Map.of("envelope", "flat", "tombstones", false));
    List<Message> messages = messages(envelopes, Samples.deleted(row));
    assertThat(messages).hasSize(1);
    assertThat(messages).isEqualTo(messages(envelopes, Samples.deleted(row)));
    JsonObject body = JsonObject.parse(messages.getFirst().body());
    assertThat(body.names()).containsExactly("op", "table", "position", "committed", "row");
  }

  /** What was committed before is known only of what is behind where reading began. */
  @Test
  void messagesOfTheSameChangeHaveTheSameIdWhereverReadingBegan() {
    site.change(1);
    Row row = site.history.rows().values().iterator().next();
    Envelopes envelopes = envelopes(Map.of("compatibility", "debezium"));
    Change begun = Samples.deleted(row);
    Change later = begun.with(new SourceInfo("shop", 812, 700, SourceInfo.Mark.NONE));
    List<Message> first = messages(envelopes, begun);
    List<Message> again = messages(envelopes, later);
    assertThat(first.getFirst().body()).isNotEqualTo(again.getFirst().body());
    assertThat(first).extracting(Message::id).doesNotHaveDuplicates();
    assertThat(again).extracting(Message::id).isEqualTo(first.stream().map(Message::id).toList());
  }

  @Test
  void aNameThatIsTheKeyIsToldWhereOtherNamesAreNot() {
    TableSchema schema =
        TableSchema.of(
            TableName.parse("names"),
            List.of(
                new Column("a", ColumnType.STRING, false, "name", -1),
                new Column("b", ColumnType.STRING, true, "name", -1)),
            List.of("a"));
    Change change = Samples.deleted(Row.of(schema, "one", "two"));
    Message message = messages(envelopes(Map.of("compatibility", "debezium")), change).getFirst();
    assertThat(message.key()).contains("{\"a\":\"one\"}");
    JsonObject before = JsonObject.parse(message.body()).object("before");
    assertThat(before).isEqualTo(JsonObject.parse("{\"a\":\"one\",\"b\":null}"));
  }

  @Test
  void aChangeThatNoMessageCanTellIsRefusedWithoutItsValue() {
    TableSchema schema =
        TableSchema.of(
            TableName.parse("sums"),
            List.of(Column.of("id", ColumnType.INT32), Column.of("sum", ColumnType.DECIMAL)),
            List.of("id"));
    Change change = Samples.read(Row.of(schema, 1, new BigDecimal("1234e400")));
    Envelopes envelopes = envelopes(Map.of("decimal_handling_mode", "double"));
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> messages(envelopes, change))
        .withMessageContaining("public.sums")
        .withMessageNotContaining("1234")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT));
  }

  @Test
  void rowsOfASnapshotWithoutKeyAreDifferentMessagesThoughTheyAreEqual() {
    TableSchema schema =
        TableSchema.of(
            TableName.parse("log"), List.of(Column.of("text", ColumnType.STRING)), List.of());
    Change one = Samples.read(Row.of(schema, "same"));
    Change other = Samples.read(Row.of(schema, "same"));
    Envelopes envelopes = envelopes(Map.of());
    assertThat(messages(envelopes, one)).isEqualTo(messages(envelopes, one));
    assertThat(messages(envelopes, one).getFirst().id())
        .isNotEqualTo(messages(envelopes, other).getFirst().id());
  }

  @Test
  void aKeyThatChangesIsADeletionAndANewRow() {
    site.change(1);
    Row row = site.history.rows().values().iterator().next();
    List<Message> messages = messages(envelopes(Map.of()), Samples.moved(row));
    assertThat(messages).hasSize(3);
    assertThat(JsonObject.parse(messages.getFirst().body()).string("op")).isEqualTo("d");
    assertThat(messages.get(1).isTombstone()).isTrue();
    JsonObject created = JsonObject.parse(messages.getLast().body());
    assertThat(created.string("op")).isEqualTo("c");
    assertThat(created.find("before")).contains(JsonNull.NULL);
    assertThat(messages.getLast().key()).isNotEqualTo(messages.getFirst().key());
    assertThat(messages.getFirst().headers())
        .containsExactly(entry("__debezium.newkey", messages.getLast().key().orElseThrow()));
    assertThat(messages.get(1).headers()).isEqualTo(messages.getFirst().headers());
    assertThat(messages.getLast().headers())
        .containsExactly(entry("__debezium.oldkey", messages.getFirst().key().orElseThrow()));
    assertThat(messages(envelopes(Map.of("envelope", "flat")), Samples.moved(row)))
        .allSatisfy(message -> assertThat(message.headers()).isEmpty());
  }
}
