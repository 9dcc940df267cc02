package io.patternsdk.http;

import static io.patternsdk.http.Served.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoutesTest {
  private final Served served =
      new Served(
          Map.of("max_body", "1000", "max_headers", "4KiB"),
          Routes.builder()
              .get("/things/{id}", r -> Response.text(200, r.path("id")))
              .post("/things", r -> Response.json(201, r.json("name", "n")))
              .get("/query", RoutesTest::query)
              .get("/slow", RoutesTest::unavailable)
              .get("/open", RoutesTest::open)
              .get("/bug", RoutesTest::bug)
              .build());

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void aVariableTakesOneSegmentWhateverCharactersItHas() {
    assertThat(served.get("/things/a%2Fb%20%F0%9F%98%80%25+c").body()).isEqualTo("a/b 😀%+c");
    assertThat(served.get("/things/a/b").statusCode()).isEqualTo(404);
  }

  @Test
  void jsonGoesInAndOut() {
    HttpResponse<String> response = served.send("POST", "/things", "{\"n\":1.10}");
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.body()).isEqualTo("{\"n\":1.10}");
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
  }

  @Test
  void anUnknownPathIsNotFoundAndAnUnknownMethodNamesTheKnownOnes() {
    problem(served.get("/nothing"), 404, "there is no /nothing here");
    HttpResponse<String> response = served.send("PATCH", "/things", "{}");
    problem(response, 405, "/things takes POST, not PATCH");
    assertThat(response.headers().firstValue("allow")).contains("POST");
  }

  @Test
  void wrongJsonIsRefusedWithItsPlace() {
    problem(served.send("POST", "/things", "{\"n\": }"), 400, "line 1");
    problem(served.send("POST", "/things", "{\"x\":1}"), 400, "member x is unknown");
    problem(
        served.send(
            served
                .request("/things")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}"))),
        415,
        "application/json");
  }

  @Test
  void anUnknownQueryParameterIsRefused() {
    assertThat(served.get("/query?a=1%262").body()).isEqualTo("1&2");
    problem(served.get("/query?b=1"), 400, "query parameter b is unknown; known are a");
  }

  @Test
  void aBodyOverTheLimitIsRefusedHoweverItComes() {
    String large = "{\"name\":\"" + "x".repeat(2_000) + "\"}";
    problem(served.send("POST", "/things", large), 413, "1000 bytes");
    problem(
        served.send(
            served
                .request("/things")
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(UTF_8))))),
        413,
        "1000 bytes");
    assertThat(served.send("POST", "/things", "{}").statusCode()).isEqualTo(201);
  }

  @Test
  void aHeadOverTheLimitIsRefused() {
    HttpResponse<String> response =
        served.send(served.request("/query").header("X-Large", "x".repeat(8_000)));
    problem(response, 431, "http.max_headers");
    problem(served.get("/query?a=" + "x".repeat(8_000)), 431, "http.max_headers");
    HttpRequest.Builder repeated = served.request("/query");
    for (int i = 0; i < 5; i++) {
      repeated.header("X-Many", "x".repeat(1_000));
    }
    problem(served.send(repeated), 431, "http.max_headers");
    assertThat(served.get("/query?a=" + "x".repeat(3_000)).statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
  }

  @Test
  void whatABackendFailedIsSaidWithTheRightStatus() {
    HttpResponse<String> slow = served.get("/slow");
    problem(slow, 503, "a backend cannot be reached or is at a limit of its own");
    assertThat(json(slow).string("code")).isEqualTo("unavailable");
    assertThat(slow.headers().firstValue("retry-after")).contains("2");
    assertThat(json(slow).string("effect")).isEqualTo("unknown");
    HttpResponse<String> open = served.get("/open");
    problem(open, 503, "left alone for now");
    assertThat(open.headers().firstValue("retry-after")).contains("7");
    assertThat(json(open).string("code")).isEqualTo("circuit_open");
    assertThat(json(open).string("effect")).isEqualTo("none");
  }

  @ParameterizedTest
  @EnumSource
  void whatABackendSaysStaysHere(ErrorKind kind) {
    says(new BackendException(kind, "secret of 10.0.0.7"));
  }

  @ParameterizedTest
  @EnumSource
  void whatAGuardSaysStaysHere(Rejection reason) {
    says(new RejectedException(reason, "secret of 10.0.0.7", Duration.ofMillis(1)));
  }

  private static void says(OperationException failure) {
    failure.locate("slot", "driver", "operation");
    Response response = Problems.of(failure).toResponse();
    JsonObject body = JsonObject.parse(response.body());
    assertThat(body.toString()).doesNotContain("10.0.0.7", "secret", "slot", "driver", "operation");
    assertThat(body.string("code")).matches("[a-z_]+");
    assertThat(body.string("effect")).isNotEmpty();
    if (failure.retryAfter().isPresent()) {
      assertThat(response.headers()).containsKey("Retry-After");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN", "HALF_OPEN"})
  void whomABreakerRefusesIsToldWhenToComeBack(Rejection reason) {
    Response response = Problems.of(new RejectedException(reason, "no time")).toResponse();
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.headers()).containsEntry("Retry-After", "1");
    assertThat(JsonObject.parse(response.body()).string("code")).isEqualTo("circuit_open");
  }

  @Test
  void anEmptySegmentIsNoValueOfAVariable() {
    problem(served.get("/things/"), 404, "there is no /things/ here");
    problem(served.send("POST", "/things/", "{}"), 404, "there is no /things/ here");
  }

  @Test
  void anErrorOfTheServerShowsNothingOfIt() {
    HttpResponse<String> response = served.get("/bug");
    problem(response, 500, "the log of the server says more");
    assertThat(response.body()).doesNotContain("secret", "Exception");
    assertThat(json(response).string("code")).isEqualTo("internal_server_error");
  }

  private static Response query(Request request) {
    request.queryOnly("a");
    return Response.text(200, request.query("a").orElse(""));
  }

  private static Response unavailable(Request request) {
    throw new BackendException(ErrorKind.UNAVAILABLE, "10.0.0.7: connection refused")
        .retryAfter(Duration.ofMillis(1500));
  }

  private static Response open(Request request) {
    throw new RejectedException(Rejection.OPEN, "breaker of 10.0.0.7", Duration.ofSeconds(7));
  }

  private static Response bug(Request request) {
    throw new IllegalStateException("secret");
  }

  static void problem(HttpResponse<String> response, int status, String detail) {
    JsonObject body = json(response);
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(body.number("status").toInt()).isEqualTo(status);
    assertThat(body.string("code")).matches("[a-z_]+");
    assertThat(body.string("detail")).contains(detail);
  }
}
