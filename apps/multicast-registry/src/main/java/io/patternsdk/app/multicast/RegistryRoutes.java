package io.patternsdk.app.multicast;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.http.HttpProblem;
import io.patternsdk.http.OpenApi;
import io.patternsdk.http.Request;
import io.patternsdk.http.Response;
import io.patternsdk.http.Routes;
import io.patternsdk.multicast.Enumeration;
import io.patternsdk.multicast.Identity;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.MulticastReport;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The registry over HTTP; {@code /openapi.json} describes it. */
final class RegistryRoutes {
  private final MulticastRegistry registry;

  private RegistryRoutes(MulticastRegistry registry) {
    this.registry = registry;
  }

  static Routes of(MulticastRegistry registry) {
    RegistryRoutes here = new RegistryRoutes(registry);
    DeliveryRoutes deliveries = new DeliveryRoutes(registry);
    return Routes.builder()
        .get("/openapi.json", OpenApi.beside(RegistryRoutes.class))
        .post("/v1/identities", here::register)
        .get("/v1/identities", here::enumerate)
        .get("/v1/watch", new WatchRoutes(registry)::watch)
        .get("/v1/identities/{id}", here::find)
        .delete("/v1/identities/{id}", here::unregister)
        .post("/v1/identities/{id}/heartbeat", here::heartbeat)
        .get("/v1/identities/{id}/events", deliveries::events)
        .post("/v1/identities/{id}/ack", deliveries::ack)
        .post("/v1/identities/{id}/nack", deliveries::nack)
        .get("/v1/identities/{id}/dead-letters", deliveries::deadLetters)
        .post("/v1/identities/{id}/dead-letters/redrive", deliveries::redrive)
        .post("/v1/multicasts", here::multicast)
        .get("/v1/multicasts/{id}", here::report)
        .errors(RegistryProblems::of)
        .build();
  }

  private Response register(Request request) {
    request.queryOnly();
    JsonObject body = request.json("id", "metadata", "ttl", "topic", "durable", "replace");
    Identity identity = registry.register(Bodies.registration(body));
    return Response.json(201, Json.of(identity))
        .header(
            "Location",
            "/v1/identities/"
                + URLEncoder.encode(identity.id(), StandardCharsets.UTF_8).replace("+", "%20"));
  }

  private Response enumerate(Request request) {
    request.queryOnly("filter", "sort", "limit", "cursor", "metadata", "max_staleness", "if_stale");
    Filter filter = registry.filter(request.query("filter").orElse("{}"));
    Enumeration asked = Enumeration.matching(filter);
    asked = request.queryNumber("limit").map(asked::limit).orElse(asked);
    asked = request.query("cursor").map(asked::after).orElse(asked);
    asked = request.queryDuration("max_staleness").map(asked::maxStaleness).orElse(asked);
    if (request.query("if_stale").map(Bodies::failsIfStale).orElse(false)) {
      asked = asked.failsIfStale();
    }
    if (request.query("sort").isPresent()) {
      String field = request.query("sort").get();
      boolean descending = field.startsWith("-");
      asked = asked.sortedBy(descending ? field.substring(1) : field, descending);
    }
    boolean metadata = request.queryFlag("metadata").orElse(true);
    return Response.json(
        200, Json.of(registry.enumerate(metadata ? asked : asked.withoutMetadata()), metadata));
  }

  private Response find(Request request) {
    request.queryOnly();
    String id = request.path("id");
    return registry
        .find(id)
        .map(identity -> Response.json(200, Json.of(identity)))
        .orElseThrow(() -> HttpProblem.notFound(id + " is not registered"));
  }

  private Response unregister(Request request) {
    request.queryOnly();
    registry.unregister(request.path("id"));
    return Response.noContent();
  }

  private Response heartbeat(Request request) {
    request.queryOnly();
    return Response.json(200, Json.of(registry.heartbeat(request.path("id"))));
  }

  private Response multicast(Request request) {
    request.queryOnly();
    JsonObject body =
        request.json(
            "filter",
            "payload",
            "payload_base64",
            "content_type",
            "timeout",
            "confirm",
            "max_staleness",
            "if_stale",
            "recorded",
            "id");
    Filter filter = registry.filter(body.object("filter"));
    MulticastReport report = registry.multicast(Bodies.multicast(body, filter));
    report.outcomes().forEach(outcome -> outcome.cause().ifPresent(request::failed));
    return Response.json(200, Json.of(report));
  }

  private Response report(Request request) {
    request.queryOnly();
    String id = request.path("id");
    return registry
        .report(id)
        .map(report -> Response.json(200, Json.of(report)))
        .orElseThrow(() -> HttpProblem.notFound("no multicast is recorded as " + id));
  }
}
