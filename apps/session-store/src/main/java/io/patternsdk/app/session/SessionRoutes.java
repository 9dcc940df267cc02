package io.patternsdk.app.session;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.FilterLimits;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.http.HttpProblem;
import io.patternsdk.http.OpenApi;
import io.patternsdk.http.Request;
import io.patternsdk.http.Response;
import io.patternsdk.http.Routes;
import io.patternsdk.session.Session;
import io.patternsdk.session.SessionPage;
import io.patternsdk.session.SessionStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The store over HTTP; {@code /openapi.json} describes it. */
final class SessionRoutes {
  private static final int PAGE = 100;

  private final SessionStore store;

  private SessionRoutes(SessionStore store) {
    this.store = store;
  }

  static Routes of(SessionStore store) {
    SessionRoutes here = new SessionRoutes(store);
    Followed followed = new Followed(store);
    RegionRoutes regions = new RegionRoutes(store);
    EndedSessions ended = new EndedSessions();
    store.onDestroyed(ended::tell);
    return Routes.builder()
        .get("/openapi.json", OpenApi.beside(SessionRoutes.class))
        .post("/v1/sessions", followed.by(SessionRoutes::create))
        .get("/v1/sessions", here::list)
        .get("/v1/sessions/{id}", followed.by(SessionRoutes::find))
        .delete("/v1/sessions/{id}", followed.by(SessionRoutes::delete))
        .post("/v1/sessions/{id}/attributes", followed.by(SessionRoutes::change))
        .get("/v1/sessions/{id}/attributes/{name}", followed.by(SessionRoutes::attribute))
        .put("/v1/sessions/{id}/attributes/{name}", followed.by(SessionRoutes::set))
        .delete("/v1/sessions/{id}/attributes/{name}", followed.by(SessionRoutes::remove))
        .put("/v1/sessions/{id}/principal", followed.by(SessionRoutes::login))
        .delete("/v1/sessions/{id}/principal", followed.by(SessionRoutes::logout))
        .post("/v1/sessions/{id}/extend", followed.by(SessionRoutes::extend))
        .post("/v1/sessions/{id}/rename", followed.by(SessionRoutes::rename))
        .get("/v1/principals/{principal}/sessions", here::ofPrincipal)
        .post("/v1/principals/{principal}/logout", here::logoutEverywhere)
        .post("/v1/sessions/{id}/replicate", regions::replicate)
        .get("/v1/regions", regions::list)
        .post("/v1/keys/{key}/retire", here::retire)
        .get("/v1/events", ended::events)
        .secrets("id")
        .errors(SessionProblems::of)
        .build();
  }

  private static Response create(Request request, SessionStore store) {
    request.queryOnly();
    JsonObject body = request.json("principal", "idle", "lifetime", "attributes");
    Session session = store.create(Bodies.session(body));
    return answer(201, Json.of(session)).header("Location", "/v1/sessions/" + session.id());
  }

  private Response list(Request request) {
    request.queryOnly("filter", "limit", "cursor", "attributes");
    Filter filter = Filter.parse(request.query("filter").orElse("{}"), FilterLimits.DEFAULT);
    return page(request, store.list(filter, limit(request), request.query("cursor")));
  }

  private Response ofPrincipal(Request request) {
    request.queryOnly("limit", "cursor", "attributes");
    String principal = request.path("principal");
    return page(request, store.list(principal, limit(request), request.query("cursor")));
  }

  private Response retire(Request request) {
    request.queryOnly("limit", "cursor");
    return answer(
        200, Json.of(store.retire(request.path("key"), limit(request), request.query("cursor"))));
  }

  private int limit(Request request) {
    return request.queryNumber("limit").orElse(Math.min(PAGE, store.maxPageSize()));
  }

  private static Response page(Request request, SessionPage page) {
    return answer(200, Json.of(page, request.queryFlag("attributes").orElse(true)));
  }

  private static Response find(Request request, SessionStore store) {
    request.queryOnly("touch", "region");
    String id = request.path("id");
    boolean touch = request.queryFlag("touch").orElse(true);
    Optional<Session> session =
        request
            .query("region")
            .map(region -> store.get(region, id))
            .orElseGet(() -> touch ? store.find(id) : store.peek(id));
    return answer(200, Json.of(session.orElseThrow(SessionRoutes::absent)));
  }

  private static Response delete(Request request, SessionStore store) {
    request.queryOnly();
    return answer(200, ended(store.delete(request.path("id"))));
  }

  private static Response change(Request request, SessionStore store) {
    request.queryOnly();
    store.set(request.path("id"), Bodies.attributes(request.json("set", "remove")));
    return Response.noContent();
  }

  private static Response attribute(Request request, SessionStore store) {
    request.queryOnly();
    String name = request.path("name");
    JsonValue value =
        store
            .find(request.path("id"))
            .orElseThrow(SessionRoutes::absent)
            .readable(name)
            .orElseThrow(() -> HttpProblem.notFound("the session has no attribute " + name));
    return answer(200, JsonObject.builder().put("value", value).build());
  }

  private static Response set(Request request, SessionStore store) {
    request.queryOnly();
    JsonValue value =
        request
            .json("value")
            .find("value")
            .orElseThrow(() -> HttpProblem.badRequest("value is missing; any JSON works"));
    store.set(request.path("id"), Map.of(request.path("name"), value));
    return Response.noContent();
  }

  private static Response remove(Request request, SessionStore store) {
    request.queryOnly();
    store.remove(request.path("id"), List.of(request.path("name")));
    return Response.noContent();
  }

  private static Response login(Request request, SessionStore store) {
    request.queryOnly();
    store.login(request.path("id"), Optional.of(request.json("principal").string("principal")));
    return Response.noContent();
  }

  private static Response logout(Request request, SessionStore store) {
    request.queryOnly();
    store.login(request.path("id"), Optional.empty());
    return Response.noContent();
  }

  private static Response extend(Request request, SessionStore store) {
    request.queryOnly();
    JsonObject body = request.json("idle", "lifetime");
    store.extend(
        request.path("id"), Bodies.lasting(body, "idle"), Bodies.lasting(body, "lifetime"));
    return Response.noContent();
  }

  private static Response rename(Request request, SessionStore store) {
    request.queryOnly();
    return answer(200, Json.of(store.rename(request.path("id"))));
  }

  private Response logoutEverywhere(Request request) {
    request.queryOnly();
    return answer(200, ended(store.logoutEverywhere(request.path("principal"))));
  }

  private static JsonObject ended(Object value) {
    return JsonObject.builder().put("ended", value).build();
  }

  /** Whoever has an id has the session: no cache is to keep one. */
  static Response answer(int status, JsonObject body) {
    return Response.json(status, body).header("Cache-Control", "no-store");
  }

  private static HttpProblem absent() {
    return HttpProblem.notFound(
        "there is no such session: it has ended, has expired, or never was");
  }
}
