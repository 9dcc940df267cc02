package io.patternsdk.http;

import io.patternsdk.core.Health;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
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
    routes.get("/health", request -> answer(running.health().alive()));
    routes.get("/ready", request -> answer(running.health().ready()));
  }

  private Response answer(boolean good) {
    HealthReport report = running.health();
    JsonObjectBuilder json = JsonObject.builder().put("status", good ? "up" : "down");
    if (!report.reason().isEmpty()) {
      json.put("reason", report.reason());
    }
    json.put("phase", lower(report.phase())).put("pattern", health(report.pattern()));
    JsonObjectBuilder slots = JsonObject.builder();
    for (SlotHealth slot : report.slots()) {
      slots.put(
          slot.name(),
          health(slot.health()).toBuilder()
              .put("backend", slot.backend())
              .put("driver", slot.driver())
              .put("required", slot.required())
              .build());
    }
    return Response.json(good ? 200 : 503, json.put("slots", slots.build()).build());
  }

  private static JsonObject health(Health health) {
    JsonObjectBuilder json = JsonObject.builder().put("status", lower(health.status()));
    return health.detail().isEmpty() ? json.build() : json.put("detail", health.detail()).build();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
