package io.patternsdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** First lines of requests as odd as they come. */
class TargetsTest {
  private final Served served =
      new Served(
          Map.of(),
          Routes.builder()
              .get("/", request -> Response.text(200, "root"))
              .get("/things/{id}", request -> Response.text(200, request.path("id")))
              .get("/query", request -> Response.text(200, query(request)))
              .build());

  private static String query(Request request) {
    request.queryOnly("a");
    return "a=" + request.query("a").orElse("none");
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private String ask(String line) {
    return RawClient.ask(served.base, line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "http://x/things/7, 7",
    "HTTPS://x/things/7, 7",
    "http://x, root",
    "http://x/query?a=1, a=1",
    "/query?a=1%26%2B+2, a=1&+ 2",
    "/query?&a&, a=",
    "/query?, a=none",
    "/things/a%2Fb, a/b",
    "/things/a;b=c, a;b=c"
  })
  void aTargetMayBeAPathOrAWholeUrl(String target, String body) {
    assertThat(ask("GET " + target)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + body);
  }

  @ParameterizedTest
  @CsvSource({
    "GET xthings/7, 400, malformed",
    "CONNECT x:80, 400, no path",
    "OPTIONS *, 400, no path",
    "GET http://y/things/7, 400, malformed",
    "GET /things/%FF, 400, malformed",
    "GET /things/\u00ff, 400, malformed",
    "GET /things/%C0%AF, 400, malformed",
    "GET /query?a=%FF, 400, UTF-8",
    "GET /things/%zz, 400, malformed",
    "GET /query?a=1&a=2, 400, query parameter a is there 2 times",
    "GET /query?a&a=2, 400, query parameter a is there 2 times",
    "GET /query?b=1, 400, query parameter b is unknown",
    "get /things/7, 405, 'takes GET, not get'",
    "Get /things/7, 405, 'takes GET, not Get'",
    "PURGE /things/7, 405, /things/7 takes GET",
    "G(T /things/7, 400, malformed",
    "GET, 505, HTTP/1.1 and 1.0"
  })
  void anythingElseIsAProblem(String line, int status, String detail) {
    assertThat(ask(line))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("application/problem+json", "\"status\":" + status, detail)
        .containsIgnoringCase("connection: close");
  }

  @Test
  void anOldClientIsAnswered() {
    assertThat(RawClient.ask(served.base, "GET /things/7 HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n7");
  }
}
