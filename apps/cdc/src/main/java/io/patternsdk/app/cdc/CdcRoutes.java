package io.patternsdk.app.cdc;

import io.patternsdk.cdc.Cdc;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.table.TableName;
import io.patternsdk.http.HttpProblem;
import io.patternsdk.http.Members;
import io.patternsdk.http.OpenApi;
import io.patternsdk.http.Request;
import io.patternsdk.http.Response;
import io.patternsdk.http.Routes;
import java.util.Set;
import java.util.TreeSet;

/** Change data capture over HTTP; {@code /openapi.json} describes it. */
final class CdcRoutes {
  private static final String DESTINATION = "/v1/destinations/{name}";

  private final Cdc cdc;

  private CdcRoutes(Cdc cdc) {
    this.cdc = cdc;
  }

  static Routes of(Cdc cdc) {
    CdcRoutes here = new CdcRoutes(cdc);
    return Routes.builder()
        .get("/openapi.json", OpenApi.beside(CdcRoutes.class))
        .get("/v1/status", here::status)
        .post("/v1/pause", here::pause)
        .post("/v1/resume", here::resume)
        .post("/v1/snapshot", here::snapshot)
        .get(DESTINATION + "/parked", here::parked)
        .post(DESTINATION + "/retry", here::retry)
        .post(DESTINATION + "/skip", here::skip)
        .errors(CdcProblems::of)
        .build();
  }

  private Response status(Request request) {
    request.queryOnly();
    return Response.json(200, Json.of(cdc.status()));
  }

  private Response pause(Request request) {
    request.queryOnly();
    cdc.pause();
    return Response.noContent();
  }

  private Response resume(Request request) {
    request.queryOnly();
    cdc.resume();
    return Response.noContent();
  }

  private Response snapshot(Request request) {
    request.queryOnly();
    JsonObject body = request.json("tables");
    Set<TableName> tables = new TreeSet<>();
    if (body.has("tables")) {
      Members.strings(body, "tables").forEach(text -> tables.add(table("tables", text)));
    }
    cdc.snapshot(tables);
    return Response.noContent();
  }

  private Response parked(Request request) {
    request.queryOnly();
    return Response.json(200, Json.of(cdc.parked(request.path("name"))));
  }

  private Response retry(Request request) {
    request.queryOnly();
    JsonObject body = request.json("table", "key");
    String name = request.path("name");
    int delivered =
        body.has("table")
            ? cdc.retry(name, table("table", body.string("table")), key(body))
            : cdc.retry(name);
    return Response.json(200, JsonObject.builder().put("delivered", delivered).build());
  }

  private Response skip(Request request) {
    request.queryOnly();
    JsonObject body = request.json("table", "key");
    TableName table = table("table", body.string("table"));
    return cdc.skip(request.path("name"), table, key(body))
        .map(
            position ->
                Response.json(
                    200, JsonObject.builder().put("skipped", position.toString()).build()))
        .orElseThrow(() -> HttpProblem.notFound("nothing is parked of this row"));
  }

  private static TableName table(String member, String text) {
    try {
      return TableName.parse(text);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(member + ": " + e.getMessage());
    }
  }

  /** Without a key every row of the table is meant. */
  private static String key(JsonObject body) {
    return body.has("key") ? body.object("key").toString() : "";
  }
}
