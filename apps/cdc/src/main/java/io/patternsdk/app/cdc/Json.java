package io.patternsdk.app.cdc;

import io.patternsdk.cdc.CdcStatus;
import io.patternsdk.cdc.CdcStatus.DestinationStatus;
import io.patternsdk.cdc.CdcStatus.Lag;
import io.patternsdk.cdc.CdcStatus.SnapshotStatus;
import io.patternsdk.cdc.CdcStatus.SourceStatus;
import io.patternsdk.cdc.CdcStatus.TableStatus;
import io.patternsdk.cdc.ParkedKey;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Writes what a capture answers. */
final class Json {
  private Json() {}

  static JsonObject of(CdcStatus status) {
    JsonObjectBuilder json =
        JsonObject.builder().put("role", lower(status.role())).put("paused", status.paused());
    status.read().ifPresent(at -> json.put("read", at.toString()));
    status.confirmed().ifPresent(at -> json.put("confirmed", at.toString()));
    status.snapshot().ifPresent(snapshot -> json.put("snapshot", of(snapshot)));
    status.source().ifPresent(source -> json.put("source", of(source)));
    JsonObjectBuilder destinations = JsonObject.builder();
    status.destinations().forEach(each -> destinations.put(each.name(), of(each)));
    return json.put("destinations", destinations.build()).build();
  }

  private static JsonObject of(SnapshotStatus snapshot) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("tables", snapshot.tables())
            .put("rows", snapshot.rows())
            .put("bytes", snapshot.bytes());
    snapshot.total().ifPresent(total -> json.put("total", total));
    json.put("rows_per_second", Math.round(snapshot.rate()));
    snapshot.remaining().ifPresent(left -> json.put("remaining_seconds", seconds(left)));
    return json.build();
  }

  private static JsonObject of(SourceStatus source) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("end", source.end().toString())
            .put("unconfirmed_bytes", source.unconfirmed())
            .put("behind_seconds", seconds(source.behind()))
            .put("kept_bytes", source.kept());
    source.limit().ifPresent(limit -> json.put("limit_bytes", limit));
    json.put("age_transactions", source.age());
    source.holder().ifPresent(holder -> json.put("held_by", holder));
    return json.build();
  }

  private static JsonObject of(DestinationStatus status) {
    JsonObjectBuilder json = JsonObject.builder();
    status.position().ifPresent(at -> json.put("position", at.toString()));
    status.trouble().ifPresent(trouble -> json.put("trouble", trouble));
    JsonObjectBuilder tables = JsonObject.builder();
    status.tables().forEach((table, counts) -> tables.put(table.toString(), of(counts)));
    return json.put("lag", of(status.lag()))
        .put("counts", of(status.counts()))
        .put("tables", tables.build())
        .build();
  }

  private static JsonObject of(Lag lag) {
    return JsonObject.builder()
        .put("changes", lag.changes())
        .put("seconds", seconds(lag.age()))
        .put("cause", lower(lag.cause()))
        .build();
  }

  private static JsonObject of(TableStatus counts) {
    return JsonObject.builder()
        .put("processed", counts.processed())
        .put("filtered", counts.filtered())
        .put("delivered", counts.delivered())
        .put("parked", counts.parked())
        .put("skipped", counts.skipped())
        .put("failed", counts.failed())
        .build();
  }

  static JsonObject of(List<ParkedKey> parked) {
    return JsonObject.builder()
        .put("parked", JsonArray.of(parked.stream().map(Json::of).toList()))
        .build();
  }

  private static JsonObject of(ParkedKey parked) {
    JsonObjectBuilder json = JsonObject.builder().put("table", parked.table().toString());
    if (!parked.key().isEmpty()) {
      json.put("key", JsonObject.parse(parked.key()));
    }
    return json.put("changes", parked.changes())
        .put("position", parked.position().toString())
        .put("reason", parked.reason())
        .put("since", parked.since().toString())
        .build();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
