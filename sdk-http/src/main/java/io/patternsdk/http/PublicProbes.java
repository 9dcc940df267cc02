package io.patternsdk.http;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.lifecycle.RunningPattern;

/** Health and readiness for whoever asks: how it is, and nothing of what it is made of. */
final class PublicProbes {
  private PublicProbes() {}

  /** Adds {@code /health}, {@code /ready}. */
  static void addTo(Routes.Builder routes, RunningPattern<?> running) {
    routes.get("/health", request -> answer(running.health().alive()));
    routes.get("/ready", request -> answer(running.health().ready()));
  }

  private static Response answer(boolean good) {
    JsonObject status = JsonObject.builder().put("status", good ? "up" : "down").build();
    return Response.json(good ? 200 : 503, status);
  }
}
