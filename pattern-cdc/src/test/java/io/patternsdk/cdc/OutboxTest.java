package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableUpsert.SchemaPolicy;
import io.patternsdk.core.table.TableWrite;
import io.patternsdk.core.table.TableWrite.Delete;
import io.patternsdk.core.table.TableWrite.Upsert;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events that an application writes to a table beside what they are about. */
class OutboxTest {
  private static final TableSchema OUTBOX = outbox("aggregateid", "payload");
  private static final Map<String, Object> SETTINGS =
      Map.of("lease", Duration.ofSeconds(30), "transforms", Map.of("outbox", section(Map.of())));

  private final Backend source = open();
  private final Backend target = open();
  private final Backend state = open();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Eventually eventually = Eventually.within(Duration.ofSeconds(60));
  private final PickyStreams streams = new PickyStreams(target);
  private long version;

  private static Backend open() {
    return DriverRegistry.load().open("embedded");
  }

  private static Map<String, Object> section(Map<String, Object> outbox) {
    return Map.of("outbox", outbox);
  }

  private static TableSchema outbox(String key, String payload) {
    return TableSchema.of(
        TableName.parse("outbox"),
        List.of(
            Column.of("id", ColumnType.STRING),
            Column.of("aggregatetype", ColumnType.STRING),
            Column.of(key, ColumnType.STRING),
            Column.of("type", ColumnType.STRING),
            Column.nullable(payload, ColumnType.JSON)),
        List.of("id"));
  }

  @AfterEach
  void close() {
    source.close();
    target.close();
    state.close();
  }

  private static Row event(String id, String about, String kind, String type, String payload) {
    return Row.of(OUTBOX, id, about, kind, type, payload);
  }

  private void tell(String id, String aggregate, String key, String payload) {
    write(new Upsert(event(id, aggregate, key, "Created", payload), new RowVersion(++version, 0)));
  }

  private void remove(String id) {
    write(new Delete(event(id, "", "", "", ""), new RowVersion(++version, 0)));
  }

  private void write(TableWrite write) {
    Progress progress = new Progress("application", 1, "" + version);
    int unused = source.require(TABLE_UPSERT).apply(List.of(write), progress);
  }

  private List<Message> seen(String stream) {
    List<Message> seen = new ArrayList<>();
    try (StreamReader reader = target.require(STREAM_BASIC).read(stream, ReadFrom.earliest())) {
      for (List<StreamRecord> page = reader.poll(100, Duration.ZERO);
          !page.isEmpty();
          page = reader.poll(100, Duration.ZERO)) {
        page.forEach(record -> seen.add(record.message()));
      }
    }
    return seen;
  }

  private List<String> texts(String stream) {
    return seen(stream).stream().map(Message::text).toList();
  }

  private void await(String what, Cdc cdc, Predicate<CdcStatus> condition) {
    eventually.until(
        what,
        () -> {
          if (!failures.isEmpty()) {
            throw new AssertionError("it failed", failures.peek());
          }
          return condition.test(cdc.status());
        });
  }

  private CdcBuilder builder(Backend destination) {
    return Cdc.builder()
        .source(source)
        .destination("events", destination)
        .state(state)
        .tables("outbox")
        .settings(SETTINGS)
        .onFailure(failures::add);
  }

  @Test
  void eventsGoToTheStreamOfTheirAggregate() {
    source.require(TABLE_UPSERT).define(OUTBOX, SchemaPolicy.CREATE);
    tell("e1", "order", "7", "{\"total\": 5}");
    try (Cdc cdc = builder(new StreamsOnly(target).backend()).start()) {
      await("the snapshot", cdc, s -> s.destinations().getFirst().position().isPresent());
      tell("e2", "order", "7", "{\"total\": 6}");
      tell("e2", "order", "7", "{\"total\": 0}");
      remove("e1");
      tell("e3", "invoice", "9", null);
      await("the last event", cdc, s -> !seen("outbox.event.invoice").isEmpty());
    }
    List<Message> orders = seen("outbox.event.order");
    assertThat(orders)
        .extracting(Message::text)
        .containsExactly("{\"total\": 5}", "{\"total\": 6}");
    assertThat(orders).allSatisfy(message -> assertThat(message.key()).contains("7"));
    assertThat(orders)
        .extracting(Message::headers)
        .containsExactly(
            Map.of("id", "e1", "eventType", "Created"), Map.of("id", "e2", "eventType", "Created"));
    assertThat(orders).extracting(Message::id).doesNotHaveDuplicates();
    assertThat(seen("outbox.event.invoice")).hasSize(1);
    assertThat(seen("cdc.public.outbox")).isEmpty();
    assertThat(failures).isEmpty();
  }

  @Test
  void eventsOfOneAggregateStayInOrderBehindOneThatIsRefused() {
    source.require(TABLE_UPSERT).define(OUTBOX, SchemaPolicy.CREATE);
    streams.refuse(message -> message.text().contains("bad"));
    try (Cdc cdc = builder(streams.backend()).start()) {
      await("the snapshot", cdc, s -> s.destinations().getFirst().position().isPresent());
      tell("e1", "order", "7", "bad");
      tell("e2", "order", "7", "second");
      tell("e3", "order", "8", "other");
      await("the other aggregate", cdc, s -> !seen("outbox.event.order").isEmpty());
      await("what is behind", cdc, s -> s.destinations().getFirst().counts().parked() == 2);
      assertThat(texts("outbox.event.order")).containsExactly("other");
      streams.refuse(message -> false);
      assertThat(cdc.retry("events")).isEqualTo(2);
    }
    assertThat(texts("outbox.event.order")).containsExactly("other", "bad", "second");
  }

  @Test
  void atADestinationOfTablesItIsATableAsAnyOther() {
    source.require(TABLE_UPSERT).define(OUTBOX, SchemaPolicy.CREATE);
    tell("e1", "order", "7", "1");
    try (Cdc cdc = builder(target).start()) {
      await("the snapshot", cdc, s -> s.destinations().getFirst().position().isPresent());
      tell("e2", "order", "7", "2");
      tell("e3", "order", "7", "3");
      remove("e1");
      eventually.until("both rows", () -> target.require(TABLE_UPSERT).count(OUTBOX.name()) == 2);
    }
    assertThat(failures).isEmpty();
  }

  private static Message only(Map<String, Object> outbox, Row row, String stream) {
    Map<String, Object> all = new HashMap<>(Map.of("tables", List.of("outbox")));
    all.put("transforms", Map.of("outbox", section(outbox)));
    CdcSettings settings = Settings.of(all).read(CdcSettings::from);
    Change change = new Shaping(settings.shapes(), settings.hash(), true).apply(Samples.read(row));
    List<Envelopes.Addressed> messages =
        new Envelopes(settings, "embedded", settings.topic()).messages(change);
    assertThat(messages).extracting(Envelopes.Addressed::stream).containsExactly(stream);
    return messages.getFirst().message();
  }

  @Test
  void namesOfColumnsAndStreamsCanBeChosen() {
    Row row = Row.of(outbox("about", "body"), "e1", "order", "7", "Created", "{}");
    Map<String, Object> names =
        Map.of(
            "table_field_event_key", "about",
            "table_field_event_payload", "body",
            "table_field_event_id", "id",
            "table_field_event_type", "aggregatetype",
            "route_by_field", "type",
            "route_topic_replacement", "{routedByValue}.of.{table}");
    Message message = only(names, row, "Created.of.outbox");
    assertThat(message.key()).contains("7");
    assertThat(message.text()).isEqualTo("{}");
    assertThat(message.headers()).isEqualTo(Map.of("id", "e1", "eventType", "order"));
  }

  @Test
  void aPayloadThatIsAbsentIsATombstoneAndAnEmptyOneWhereThatIsSaid() {
    String stream = "outbox.event.order";
    assertThat(only(Map.of(), event("e1", "order", "7", "t", null), stream).isTombstone()).isTrue();
    Row empty = event("e1", "order", "7", "t", "");
    assertThat(only(Map.of(), empty, stream).isTombstone()).isFalse();
    Map<String, Object> tombstones = Map.of("route_tombstone_on_empty_payload", true);
    assertThat(only(tombstones, empty, stream).isTombstone()).isTrue();
  }

  @Test
  void aTableWithoutTheColumnsIsNoOutbox() {
    Row row = Row.of(outbox("about", "payload"), "e1", "order", "7", "Created", "{}");
    assertThatThrownBy(() -> only(Map.of(), row, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("aggregateid");
  }

  @Test
  void aNameOfStreamsOfSomethingElseIsRefused() {
    Map<String, Object> template = Map.of("route_topic_replacement", "{routedBy}");
    assertThatThrownBy(() -> only(template, event("e1", "order", "7", "t", ""), ""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("route_topic_replacement");
  }
}
