package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.json.JsonObject;
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
import io.patternsdk.core.table.TableWrite.Delete;
import io.patternsdk.core.table.TableWrite.Upsert;
import io.patternsdk.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/** A source with two tables of texts, and streams that refuse some of them. */
final class People implements AutoCloseable {
  static final TableName ONE = TableName.parse("one");
  static final TableName TWO = TableName.parse("two");

  final Backend source = open();
  final Backend target = open();
  final Backend state = open();
  final PickyStreams streams = new PickyStreams(target);
  final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  final Eventually eventually = Eventually.within(Duration.ofSeconds(60));
  private long version;

  People() {
    source.require(TABLE_UPSERT).define(schema(ONE), SchemaPolicy.CREATE);
    source.require(TABLE_UPSERT).define(schema(TWO), SchemaPolicy.CREATE);
  }

  private static Backend open() {
    return DriverRegistry.load().open("embedded");
  }

  static TableSchema schema(TableName name) {
    return TableSchema.of(
        name,
        List.of(Column.of("id", ColumnType.INT32), Column.nullable("text", ColumnType.STRING)),
        List.of("id"));
  }

  void put(TableName table, int id, String text) {
    int unused =
        source
            .require(TABLE_UPSERT)
            .apply(
                List.of(new Upsert(Row.of(schema(table), id, text), new RowVersion(++version, 0))),
                new Progress("application", 1, "" + version));
  }

  void delete(TableName table, int id) {
    int unused =
        source
            .require(TABLE_UPSERT)
            .apply(
                List.of(new Delete(Row.of(schema(table), id, null), new RowVersion(++version, 0))),
                new Progress("application", 1, "" + version));
  }

  /** Returns how many changes there were. */
  long changes() {
    return version;
  }

  /**
   * Has all streams refuse rows whose text begins so, until it is called again. The id of the
   * source, which is in each message, may have any letters up to f.
   */
  void refuse(String text) {
    String begin = "\"text\":\"" + text;
    streams.refuse(message -> new String(message.body(), StandardCharsets.UTF_8).contains(begin));
  }

  CdcBuilder builder() {
    return Cdc.builder()
        .source(source)
        .destination(streams.backend())
        .state(state)
        .tables("one", "two")
        .settings(Map.of("lease", Duration.ofSeconds(30), "envelope", "flat", "tombstones", false))
        .onFailure(failures::add);
  }

  void await(String what, BooleanSupplier condition) {
    eventually.until(
        what,
        () -> {
          if (!failures.isEmpty()) {
            throw new AssertionError("it failed", failures.peek());
          }
          return condition.getAsBoolean();
        });
  }

  /** Returns what a stream has: operation, id and text of each message. */
  List<String> seen(String stream) {
    List<String> seen = new ArrayList<>();
    try (StreamReader reader = target.require(STREAM_BASIC).read(stream, ReadFrom.earliest())) {
      for (List<StreamRecord> page = reader.poll(100, Duration.ZERO);
          !page.isEmpty();
          page = reader.poll(100, Duration.ZERO)) {
        page.forEach(record -> seen.add(text(record.message())));
      }
    }
    return seen;
  }

  private static String text(Message message) {
    JsonObject body = JsonObject.parse(message.body());
    JsonObject row = body.object("row");
    return body.string("op") + " " + row.number("id") + " " + row.find("text").orElseThrow();
  }

  @Override
  public void close() {
    source.close();
    target.close();
    state.close();
  }
}
