package io.patternsdk.app.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;

import io.patternsdk.app.testing.Calls;
import io.patternsdk.app.testing.ServedPattern;
import io.patternsdk.cdc.Cdc;
import io.patternsdk.cdc.CdcProvider;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableUpsert.SchemaPolicy;
import io.patternsdk.core.table.TableWrite;
import io.patternsdk.core.table.TableWrite.Upsert;
import io.patternsdk.testkit.fault.FaultPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A capture of a store with some rows, served over HTTP within this JVM. */
final class Served implements AutoCloseable {
  static final TableSchema NOTES =
      TableSchema.of(
          TableName.parse("notes"),
          List.of(Column.of("id", ColumnType.INT32), Column.of("text", ColumnType.STRING)),
          List.of("id"));

  private final ServedPattern<Cdc> served;
  final FaultPlan faults;
  final Cdc cdc;
  final Calls calls;

  /** Starts it over a store in a directory, with such texts; of one a step of its own is afraid. */
  Served(Path directory, String... texts) {
    this("", directory, texts);
  }

  /** Starts one over an empty store, with further settings in YAML. */
  static Served guarded(Path directory, String yaml) {
    return new Served(yaml, directory);
  }

  private Served(String yaml, Path directory, String... texts) {
    Path store = directory.resolve("store");
    fill(store, texts);
    served =
        new ServedPattern<>(
            new CdcProvider(),
            CdcRoutes::of,
            """
            pattern:
              name: cdc
              lifecycle: {health_check_interval: 10ms}
              settings: {tables: [notes], lease: 30s, step: {name: careful}}
            backends:
              source: {driver: embedded, config: {path: "%s"}}
              destination: {driver: embedded}
              state: {driver: embedded}
            """
                    .formatted(store)
                + yaml);
    faults = served.faults();
    cdc = served.running().pattern();
    calls = new Calls(served.address());
  }

  private static void fill(Path store, String... texts) {
    BackendOptions options =
        BackendOptions.named("store").settings(Map.of("path", store.toString()));
    try (Backend backend = DriverRegistry.load().open("embedded", options)) {
      backend.require(TABLE_UPSERT).define(NOTES, SchemaPolicy.CREATE);
      List<TableWrite> rows = new ArrayList<>();
      for (String text : texts) {
        rows.add(new Upsert(Row.of(NOTES, rows.size(), text), new RowVersion(1, 0)));
      }
      int unused = backend.require(TABLE_UPSERT).apply(rows, new Progress("test", 1, ""));
    }
  }

  JsonObject status() {
    return calls.get("/v1/status").ok();
  }

  JsonObject counts() {
    return status().object("destinations").object("destination").object("counts");
  }

  /** Where its routes are. */
  String address() {
    return served.address();
  }

  @Override
  public void close() {
    calls.close();
    served.close();
  }
}
