package io.patternsdk.http;

import io.patternsdk.core.Health.Status;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.lifecycle.RunningPattern;
import java.util.Locale;

/** Health and readiness for whoever asks: how it is, and nothing of what it is made of. */
final class PublicProbes {
  private PublicProbes() {}

  /** Adds {@code /health}, {@code /ready}. */
  static void addTo(Routes.Builder routes, RunningPattern<?> running) {
    routes.get("/health", request -> answer(running.health().alive() ? Status.UP : Status.DOWN));
    routes.get("/ready", request -> answer(running.health().status()));
  }

  private static Response answer(Status status) {
    String word = status.name().toLowerCase(Locale.ROOT);
    return Response.json(
        status == Status.DOWN ? 503 : 200, JsonObject.builder().put("status", word).build());
  }
}
