package io.patternsdk.cdc;

import io.patternsdk.cdc.CdcStatus.DestinationStatus;
import io.patternsdk.cdc.CdcStatus.Role;
import io.patternsdk.cdc.CdcStatus.SnapshotStatus;
import io.patternsdk.cdc.CdcStatus.SourceStatus;
import io.patternsdk.core.Meters;
import io.patternsdk.core.table.TableName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Publishes how capturing is going. */
final class CdcMeters {
  private static final String CHANGES = "cdc_changes_total";
  private static final String CHANGES_HELP =
      "Changes by table of the source and what became of them at a destination";

  private CdcMeters() {}

  static void publish(Meters meters, Cdc cdc, Map<String, Counts> counts, Set<TableName> tables) {
    meters.gauge(
        "cdc_leader",
        "1 where this process captures",
        () ->
            cdc.status().role() == Role.SNAPSHOT || cdc.status().role() == Role.STREAMING ? 1 : 0);
    meters.gauge("cdc_paused", "1 while capturing is paused", () -> cdc.status().paused() ? 1 : 0);
    meters.gauge(
        "cdc_snapshot_rows",
        "Rows that the snapshot under way has read",
        () -> cdc.status().snapshot().map(SnapshotStatus::rows).orElse(0L));
    meters.gauge(
        "cdc_snapshot_bytes",
        "Bytes of the rows that the snapshot under way has read, about",
        () -> cdc.status().snapshot().map(SnapshotStatus::bytes).orElse(0L));
    meters.gauge(
        "cdc_snapshot_remaining_seconds",
        "How long the snapshot under way takes at its rate; 0 where that is not known",
        () ->
            cdc.status()
                .snapshot()
                .flatMap(SnapshotStatus::remaining)
                .map(left -> left.toMillis() / 1e3)
                .orElse(0.0));
    source(meters, cdc);
    counts.forEach(
        (name, of) -> {
          Meters at = meters.labelled("destination", name);
          at.gauge(
              "cdc_lag_changes",
              "Changes that were read and are neither delivered nor left out",
              () -> at(cdc, name, each -> each.lag().changes()));
          at.gauge(
              "cdc_lag_seconds",
              "Age of the oldest change that waits",
              () -> at(cdc, name, each -> each.lag().age().toMillis() / 1e3));
          tables.forEach(table -> table(at.labelled("table", table.toString()), of, table));
        });
  }

  private static void source(Meters meters, Cdc cdc) {
    meters.gauge(
        "cdc_source_unconfirmed_bytes",
        "Bytes of the source's log behind what is confirmed; 0 where it does not say",
        () -> cdc.status().source().map(SourceStatus::unconfirmed).orElse(0L));
    meters.gauge(
        "cdc_source_behind_seconds",
        "Since when the source has had more than is confirmed",
        () -> cdc.status().source().map(at -> at.behind().toMillis() / 1e3).orElse(0.0));
    meters.gauge(
        "cdc_source_kept_bytes",
        "Bytes of its log that the source cannot forget",
        () -> cdc.status().source().map(SourceStatus::kept).orElse(0L));
    meters.gauge(
        "cdc_source_age_transactions",
        "How many transactions old the oldest state is that the source cannot clean up",
        () -> cdc.status().source().map(SourceStatus::age).orElse(0L));
  }

  private static double at(Cdc cdc, String name, ToDoubleFunction<DestinationStatus> value) {
    Optional<DestinationStatus> found =
        cdc.status().destinations().stream().filter(each -> each.name().equals(name)).findFirst();
    return found.map(value::applyAsDouble).orElse(0.0);
  }

  private static void table(Meters at, Counts of, TableName table) {
    Map<String, ToDoubleFunction<Counts.Count>> outcomes =
        Map.of(
            "filtered", Counts.Count::filtered,
            "delivered", Counts.Count::delivered,
            "skipped", Counts.Count::skipped,
            "failed", Counts.Count::failed);
    outcomes.forEach(
        (outcome, count) ->
            at.total(
                CHANGES,
                CHANGES_HELP,
                () -> count.applyAsDouble(of.of(table, Counts.Count.NONE)),
                "outcome",
                outcome));
    at.gauge(
        "cdc_parked_changes",
        "Changes that are parked",
        () -> of.of(table, Counts.Count.NONE).parked());
  }
}
