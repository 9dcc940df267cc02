package io.patternsdk.http;

import io.patternsdk.core.Health;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.pattern.MemberState;
import io.patternsdk.lifecycle.HealthReport;
import io.patternsdk.lifecycle.HealthReport.SlotHealth;
import io.patternsdk.lifecycle.RunningPattern;
import java.util.Locale;

/** Health and readiness, for whoever watches the process; also while it stops. */
final class Probes {
  private final RunningPattern<?> running;

  Probes(RunningPattern<?> running) {
    this.running = running;
  }

  /** Adds {@code /health}, {@code /ready}. */
  void addTo(Routes.Builder routes) {
    routes.get("/health", request -> health(running.health()));
    routes.get("/ready", request -> ready(running.health()));
  }

  /** Whether the process is to be left alone: whether backends are up is no matter of it. */
  private static Response health(HealthReport report) {
    boolean alive = report.alive();
    return answer(report, alive, JsonObject.builder().put("status", alive ? "up" : "down"));
  }

  /** Whether work is to be sent here; if not, or if it is done less well, why. */
  private static Response ready(HealthReport report) {
    JsonObjectBuilder json = JsonObject.builder().put("status", lower(report.status()));
    if (!report.reason().isEmpty()) {
      json.put("reason", report.reason());
    }
    return answer(report, report.ready(), json);
  }

  private static Response answer(HealthReport report, boolean good, JsonObjectBuilder json) {
    json.put("phase", lower(report.phase())).put("pattern", health(report.pattern()));
    JsonObjectBuilder slots = JsonObject.builder();
    for (SlotHealth slot : report.slots()) {
      slots.put(
          slot.name(),
          state(slot.state())
              .put("backend", slot.backend())
              .put("driver", slot.driver())
              .put("required", slot.needed() > 0)
              .build());
    }
    return Response.json(good ? 200 : 503, json.put("slots", slots.build()).build());
  }

  private static JsonObject health(Health health) {
    JsonObjectBuilder json = JsonObject.builder().put("status", lower(health.status()));
    return health.detail().isEmpty() ? json.build() : json.put("detail", health.detail()).build();
  }

  private static JsonObjectBuilder state(MemberState state) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("status", lower(state.status()))
            .put("since", state.since().toString());
    return state.reason().isEmpty() ? json : json.put("detail", state.reason());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
