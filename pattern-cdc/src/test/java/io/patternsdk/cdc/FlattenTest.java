package io.patternsdk.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.Message;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.table.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that are the row alone. */
class FlattenTest {
  private static final Row ROW = Row.of(People.schema(People.ONE), 7, "text");

  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private static List<Message> messages(Map<String, ?> flatten, Change change) {
    Map<String, Object> all = Map.of("tables", List.of("one"), "flatten", flatten);
    CdcSettings settings = Settings.of(all).read(CdcSettings::from);
    return new Envelopes(settings, "postgres", settings.topic())
        .messages(change).stream().map(Envelopes.Addressed::message).toList();
  }

  private static Map<String, Object> deletions(String mode) {
    return Map.of("delete_tombstone_handling_mode", mode);
  }

  /** Does what somebody does who knows nothing but rows and keys. */
  private static void replay(String table, Message message, Map<String, JsonObject> rows) {
    String key = table + message.key().orElseThrow();
    if (message.body().length == 0) {
      rows.remove(key);
    } else {
      rows.put(key, JsonObject.parse(message.body()));
    }
  }

  @Test
  void whatIsLastOfEachKeyIsTheTable() {
    site.change(30);
    CdcBuilder builder =
        site.to(new StreamsOnly(site.target).backend())
            .settings(
                Map.of(
                    "lease",
                    Duration.ofSeconds(30),
                    "flatten",
                    Map.of(),
                    "filter",
                    "{\"op.ne\": \"t\"}"));
    try (Cdc cdc = builder.start()) {
      site.change(60);
      site.awaitReplayed(FlattenTest::replay);
      assertThat(cdc.status().destinations()).hasSize(1);
    }
    assertThat(site.failures).isEmpty();
  }

  @Test
  void fieldsOfTheEnvelopeStandBesideTheRow() {
    Map<String, Object> fields =
        Map.of("add_fields", List.of("op", "table", "lsn", "source.ts_ms", "ts_us:at"));
    List<Message> messages = messages(fields, Samples.read(ROW));
    assertThat(messages).hasSize(1);
    assertThat(messages.getFirst().text())
        .isEqualTo(
            "{\"id\":7,\"text\":\"text\",\"__op\":\"r\",\"__table\":\"one\",\"__lsn\":7,"
                + "\"__source_ts_ms\":1709210096123,\"__at\":1709210096123456}");
    List<Message> other =
        messages(Map.of("add_fields", "op", "add_fields_prefix", ""), Samples.read(ROW));
    assertThat(other.getFirst().text()).isEqualTo("{\"id\":7,\"text\":\"text\",\"op\":\"r\"}");
  }

  @Test
  void aDeletionIsATombstone() {
    assertThat(messages(Map.of(), Samples.deleted(ROW)))
        .singleElement()
        .satisfies(message -> assertThat(message.isTombstone()).isTrue())
        .satisfies(message -> assertThat(message.key()).contains("{\"id\":7}"));
  }

  @Test
  void aDeletionMayBeDropped() {
    assertThat(messages(deletions("drop"), Samples.deleted(ROW))).isEmpty();
    assertThat(messages(deletions("drop"), Samples.read(ROW))).hasSize(1);
  }

  @Test
  void aDeletionMayBeTheRowThatSaysSo() {
    List<Message> deleted = messages(deletions("rewrite"), Samples.deleted(ROW));
    assertThat(deleted)
        .extracting(Message::text)
        .containsExactly("{\"id\":7,\"text\":\"text\",\"__deleted\":\"true\"}");
    assertThat(messages(deletions("rewrite"), Samples.read(ROW)))
        .extracting(Message::text)
        .containsExactly("{\"id\":7,\"text\":\"text\",\"__deleted\":\"false\"}");
    List<Message> both = messages(deletions("rewrite-with-tombstone"), Samples.deleted(ROW));
    assertThat(both).extracting(Message::isTombstone).containsExactly(false, true);
    assertThat(both.getFirst()).isEqualTo(deleted.getFirst());
  }

  @Test
  void aKeyThatChangesIsATombstoneAndARow() {
    site.change(1);
    Row row = site.history.rows().values().iterator().next();
    List<Message> messages = messages(Map.of("add_fields", "op"), Samples.moved(row));
    assertThat(messages).extracting(Message::isTombstone).containsExactly(true, false);
    JsonValue op = JsonObject.parse(messages.getLast().body()).find("__op").orElseThrow();
    assertThat(op).isEqualTo(JsonValue.of("c"));
    assertThat(messages.getLast().header("__debezium.oldkey")).isEqualTo(messages.getFirst().key());
  }

  @Test
  void fieldsThatAreNotThereAndAnotherEnvelopeAreRefused() {
    assertThatThrownBy(() -> messages(Map.of("add_fields", "source.tss"), Samples.read(ROW)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("source.tss");
    Map<String, Object> both =
        Map.of("tables", List.of("one"), "flatten", Map.of(), "envelope", "flat");
    assertThatThrownBy(() -> Settings.of(both).read(CdcSettings::from))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("flatten");
  }
}
