package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;

import io.patternsdk.cdc.CdcStatus.Role;
import io.patternsdk.cdc.internal.message.DebeziumEnvelope;
import io.patternsdk.cdc.internal.message.DebeziumForms;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableJson;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableUpsert.SchemaPolicy;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.fault.FaultPlan;
import io.patternsdk.testkit.history.FeedHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** A source with generated transactions, and somewhere to deliver to. */
final class Site implements AutoCloseable {
  private static final DebeziumEnvelope KEYS =
      new DebeziumEnvelope("", "", DebeziumForms.DEFAULT, Optional.empty(), false);

  final Backend source = open();
  final Backend target = open();
  final Backend state = open();
  final FeedHistory history = new FeedHistory(42, "h");
  final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  final FaultPlan watched = FaultPlan.seeded(1, Clock.system());
  final Eventually eventually = Eventually.within(Duration.ofSeconds(60));

  Site() {
    history
        .schemas()
        .forEach(schema -> source.require(TABLE_UPSERT).define(schema, SchemaPolicy.CREATE));
  }

  private static Backend open() {
    return DriverRegistry.load().open("embedded");
  }

  List<String> names() {
    return history.schemas().stream().map(schema -> schema.name().toString()).toList();
  }

  /** Makes transactions at the source. */
  void change(int transactions) {
    for (int i = 0; i < transactions; i++) {
      source
          .require(TABLE_UPSERT)
          .apply(history.next(), new Progress("application", 1, "" + history.size()));
    }
  }

  CdcBuilder builder(Layer... layers) {
    return to(target, layers);
  }

  CdcBuilder to(Backend destination, Layer... layers) {
    return Cdc.builder()
        .source(source, watched)
        .destination(destination, layers)
        .state(state)
        .tables(names().toArray(String[]::new))
        .settings(Map.of("lease", Duration.ofSeconds(30)))
        .onFailure(failures::add);
  }

  /** Waits until everything is delivered and the destination has a position. */
  void awaitDelivered(Cdc cdc) {
    awaitSame();
    eventually.until(
        "that all is delivered",
        () ->
            cdc.status().role() == Role.STREAMING
                && cdc.status().destinations().getFirst().position().isPresent()
                && cdc.unfinished().isNothing());
  }

  /** Waits until the target's tables have the rows of the source. */
  void awaitSame() {
    eventually.until("that the target has the rows of the source", () -> same());
  }

  private boolean same() {
    if (!failures.isEmpty()) {
      throw new AssertionError("it failed", failures.peek());
    }
    return rows().equals(history.rows());
  }

  Map<List<Object>, Row> rows() {
    Set<TableName> there =
        history.schemas().stream()
            .map(TableSchema::name)
            .filter(name -> target.require(TABLE_UPSERT).count(name) > 0)
            .collect(Collectors.toSet());
    Map<List<Object>, Row> rows = new HashMap<>();
    if (!there.isEmpty()) {
      try (FeedSnapshot snapshot =
          target.require(CHANGEFEED_BASIC).snapshot(new FeedRequest("look", there))) {
        for (Change change : snapshot.rows(1_000)) {
          Row row = change.after().orElseThrow();
          rows.put(FeedHistory.place(row), row);
        }
      }
      boolean unused = target.require(CHANGEFEED_BASIC).drop("look");
    }
    return rows;
  }

  /** Returns all messages of a stream of the target. */
  List<Message> all(String stream) {
    List<Message> messages = new ArrayList<>();
    try (StreamReader reader = target.require(STREAM_BASIC).read(stream, ReadFrom.earliest())) {
      for (List<StreamRecord> page = reader.poll(100, Duration.ZERO);
          !page.isEmpty();
          page = reader.poll(100, Duration.ZERO)) {
        page.forEach(record -> messages.add(record.message()));
      }
    }
    return messages;
  }

  /** What a message makes of the rows that those before it have left, by table and key. */
  interface Replay {
    void apply(String table, Message message, Map<String, JsonObject> rows);
  }

  /** Waits until the messages of the target, followed one by one, make the tables. */
  void awaitReplayed(Replay replay) {
    Map<String, JsonObject> expected = new HashMap<>();
    for (Row row : history.rows().values()) {
      expected.put(row.schema().name().toString() + KEYS.key(row, false), TableJson.row(row));
    }
    eventually.until(
        "that the messages make the tables",
        () -> failures.isEmpty() && replayed(replay).equals(expected));
  }

  private Map<String, JsonObject> replayed(Replay replay) {
    Map<String, JsonObject> rows = new HashMap<>();
    for (String name : names()) {
      all("cdc." + name).forEach(message -> replay.apply(name, message, rows));
    }
    return rows;
  }

  /** Follows one envelope of Debezium's shape. */
  static void replay(String key, JsonObject envelope, Map<String, JsonObject> rows) {
    if (envelope.string("op").equals("d")) {
      rows.remove(key);
    } else {
      rows.put(key, envelope.object("after"));
    }
  }

  @Override
  public void close() {
    source.close();
    target.close();
    state.close();
  }
}
