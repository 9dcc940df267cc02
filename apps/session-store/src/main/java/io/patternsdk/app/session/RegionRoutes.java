package io.patternsdk.app.session;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.http.Request;
import io.patternsdk.http.Response;
import io.patternsdk.session.SessionStore;
import io.patternsdk.session.regions.RegionStatus;
import io.patternsdk.session.regions.RepairProgress;
import io.patternsdk.session.regions.WriteReport;
import java.util.Locale;

/** What is asked about regions. */
final class RegionRoutes {
  private final SessionStore store;

  RegionRoutes(SessionStore store) {
    this.store = store;
  }

  Response list(Request request) {
    request.queryOnly();
    JsonArray regions = JsonArray.of(store.regions().stream().map(RegionRoutes::status).toList());
    return SessionRoutes.answer(200, JsonObject.builder().put("regions", regions).build());
  }

  private static JsonObject status(RegionStatus region) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("name", region.name())
            .put("own", region.own())
            .put("status", region.state().status().name().toLowerCase(Locale.ROOT))
            .put("waiting", region.waiting())
            .put("lag_ms", region.lag().toMillis())
            .put("shortened", region.shortened())
            .put("missed", region.missed())
            .put("incomplete", region.incomplete())
            .put("repair", progress(region.repair()));
    return json.build();
  }

  private static JsonObject progress(RepairProgress repair) {
    return JsonObject.builder()
        .put("ranges", repair.ranges())
        .put("done", repair.done())
        .put("read", repair.read())
        .put("repaired", repair.repaired())
        .put("dropped", repair.dropped())
        .build();
  }

  Response replicate(Request request) {
    request.queryOnly();
    WriteReport report = store.replicate(request.path("id"));
    JsonObject body =
        JsonObject.builder()
            .put("reached", JsonArray.of(report.reached()))
            .put("failed", JsonArray.of(report.failed().keySet()))
            .build();
    return SessionRoutes.answer(200, body);
  }
}
