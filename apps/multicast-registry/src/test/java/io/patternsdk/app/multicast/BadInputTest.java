package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake is told with what would be right, and leaves the registry as it was. */
class BadInputTest {
  private static final String LONG = "x".repeat(600);
  private static Served served;

  @BeforeAll
  static void start() {
    served = Served.with(Served.ALL, "http: {port: 0, max_body: 64KiB}\n", PATTERN);
    served.calls.register("{\"id\":\"here\",\"metadata\":{\"v\":1}}");
  }

  private static final String PATTERN =
      """
      pattern:
        name: multicast-registry
        settings: {max_ttl: 1h, max_metadata_size: 1KiB, max_page_size: 10}
      """;

  @AfterAll
  static void stop() {
    served.close();
  }

  @ParameterizedTest
  @MethodSource
  void registrations(String body, int status, String detail) {
    served.calls.post("/v1/identities", body).problem(status, detail);
    nothingHasChanged();
  }

  static Stream<Arguments> registrations() {
    return Stream.of(
        Arguments.of("", 400, "JSON"),
        Arguments.of("{\"id\":", 400, "line 1"),
        Arguments.of("[]", 400, "object"),
        Arguments.of("{}", 400, "id"),
        Arguments.of("{\"id\":1}", 400, "id"),
        Arguments.of("{\"id\":\"\"}", 400, "id has 0 UTF-8 bytes"),
        Arguments.of("{\"id\":\"" + LONG + "\"}", 400, "1 to 256"),
        Arguments.of("{\"id\":\"\\ud800\"}", 400, "half of a character"),
        Arguments.of("{\"id\":\"a\",\"id\":\"b\"}", 400, "id"),
        Arguments.of("{\"id\":\"a\",\"meta\":{}}", 400, "member meta is unknown; known are"),
        Arguments.of("{\"id\":\"a\",\"metadata\":[]}", 400, "metadata"),
        Arguments.of("{\"id\":\"a\",\"metadata\":{\"n\":NaN}}", 400, "line 1"),
        Arguments.of(
            "{\"id\":\"a\",\"metadata\":{\"n\":\"" + LONG + LONG + "\"}}",
            400,
            "max_metadata_size"),
        Arguments.of("{\"id\":\"a\",\"metadata\":" + nested(2_000) + "}", 400, "deep"),
        Arguments.of("{\"id\":\"a\",\"ttl\":30}", 400, "ttl"),
        Arguments.of("{\"id\":\"a\",\"ttl\":\"30\"}", 400, "such as 30s"),
        Arguments.of("{\"id\":\"a\",\"ttl\":\"0s\"}", 400, "more than zero"),
        Arguments.of("{\"id\":\"a\",\"ttl\":\"-1s\"}", 400, "ttl"),
        Arguments.of("{\"id\":\"a\",\"ttl\":\"2h\"}", 400, "max_ttl"),
        Arguments.of("{\"id\":\"a\",\"topic\":\"\"}", 400, "topic has 0 UTF-8 bytes"),
        Arguments.of("{\"id\":\"a\",\"topic\":\"" + LONG + "\"}", 400, "1 to 512"),
        Arguments.of("{\"id\":\"a\",\"durable\":\"yes\"}", 400, "durable"),
        Arguments.of("{\"id\":\"a\",\"replace\":1}", 400, "replace"),
        Arguments.of("{\"id\":\"here\"}", 409, "registered already"),
        Arguments.of("{\"id\":\"" + "x".repeat(70_000) + "\"}", 413, "http.max_body"));
  }

  @ParameterizedTest
  @MethodSource
  void filters(String filter, String detail) {
    served.calls.enumerate(filter).problem(400, detail);
    String body = "{\"filter\":" + filter + ",\"payload\":\"x\"}";
    served.calls.multicast(body).problem(400, detail);
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        Arguments.of("[]", "object"),
        Arguments.of("\"all\"", "object"),
        Arguments.of("{\"port\":}", "line 1"),
        Arguments.of("{\"a.regex\":\"^x\"}", "unsupported operator"),
        Arguments.of("{\"$regex\":\"^x\"}", "unsupported operator"),
        Arguments.of("{\"port.LT\":1}", "write lt"),
        Arguments.of("{\"port.lt\":true}", "port.lt"),
        Arguments.of("{\"port.in\":5}", "port.in"),
        Arguments.of("{\"$any\":[]}", "$and"),
        Arguments.of("{\"$or\":[]}", "at least one"),
        Arguments.of("{\"a.exists\":\"yes\"}", "a.exists"),
        Arguments.of("{\"$not\":".repeat(100) + "{}" + "}".repeat(100), "deep"),
        Arguments.of("{\"$or\":[" + "{\"a\":1},".repeat(300) + "{}]}", "clauses"));
  }

  @ParameterizedTest
  @MethodSource
  void multicasts(String body, int status, String detail) {
    served.calls.multicast(body).problem(status, detail);
  }

  static Stream<Arguments> multicasts() {
    return Stream.of(
        Arguments.of("{}", 400, "filter"),
        Arguments.of("{\"filter\":{}}", 400, "either payload or payload_base64"),
        Arguments.of("{\"filter\":{},\"payload\":1,\"payload_base64\":\"\"}", 400, "either"),
        Arguments.of("{\"filter\":{},\"payload_base64\":\"?\"}", 400, "not Base64"),
        Arguments.of("{\"filter\":{},\"payload\":1,\"timeout\":\"soon\"}", 400, "such as 30s"),
        Arguments.of("{\"filter\":{},\"payload\":1,\"timeout\":\"0s\"}", 400, "more than zero"),
        Arguments.of("{\"filter\":{},\"payload\":1,\"content_type\":1}", 400, "content_type"),
        Arguments.of("{\"filter\":{},\"payload\":1,\"confirm\":1}", 400, "confirm"),
        Arguments.of("{\"filter\":{},\"payload\":1,\"to\":\"a\"}", 400, "member to is unknown"),
        Arguments.of(
            "{\"filter\":{},\"payload\":\"" + "x".repeat(70_000) + "\"}", 413, "http.max_body"));
  }

  @ParameterizedTest
  @MethodSource
  void requests(String method, String path, String body, int status, String detail) {
    served.calls.send(method, path, body).problem(status, detail);
    nothingHasChanged();
  }

  static Stream<Arguments> requests() {
    String id = "/v1/identities/here";
    return Stream.of(
        Arguments.of("GET", "/v1/identity", "", 404, "there is no /v1/identity here"),
        Arguments.of("GET", "/v1/identities/", "", 400, "id has 0 UTF-8 bytes"),
        Arguments.of("PATCH", id, "", 405, "takes DELETE, GET, not PATCH"),
        Arguments.of("GET", "/v1/multicasts", "", 405, "takes POST"),
        Arguments.of("GET", "/v1/identities?limit=0", "", 400, "max_page_size"),
        Arguments.of("GET", "/v1/identities?limit=11", "", 400, "1 to 10"),
        Arguments.of("GET", "/v1/identities?limit=many", "", 400, "a whole number works"),
        Arguments.of("GET", "/v1/identities?metadata=no", "", 400, "true or false"),
        Arguments.of("GET", "/v1/identities?filters=%7B%7D", "", 400, "known are cursor, filter"),
        Arguments.of("GET", "/v1/identities?cursor=abc", "", 400, "cursor is not one"),
        Arguments.of("GET", "/v1/identities?cursor=%ff%00", "", 400, "cursor"),
        Arguments.of("GET", "/v1/identities?sort=a%5Cb", "", 400, "backslash"),
        Arguments.of("GET", id + "?verbose=1", "", 400, "there are none here"),
        Arguments.of("DELETE", id + "?force=1", "", 400, "force is unknown"),
        Arguments.of("GET", "/v1/identities/" + LONG, "", 400, "1 to 256"),
        Arguments.of("DELETE", "/v1/identities/" + LONG, "", 400, "1 to 256"),
        Arguments.of("POST", "/v1/identities/absent/heartbeat", "", 404, "not registered"),
        Arguments.of("GET", "/v1/identities/absent/events", "", 404, "not registered"),
        Arguments.of("POST", id + "/ack", "{}", 400, "delivery"),
        Arguments.of("POST", id + "/ack", "{\"delivery\":7}", 400, "delivery"),
        Arguments.of("POST", id + "/nack", "{\"id\":\"a\"}", 400, "member id is unknown"),
        Arguments.of("GET", id + "/dead-letters?limit=0", "", 400, "limit"),
        Arguments.of("GET", id + "/dead-letters?limit=x", "", 400, "a whole number works"),
        Arguments.of("POST", id + "/dead-letters/redrive", "{\"ids\":[1]}", 400, "ids[0]"),
        Arguments.of("POST", id + "/dead-letters/redrive", "{\"ids\":\"a\"}", 400, "ids"));
  }

  @Test
  void aBodyThatIsNotJsonByItsTypeIsRefused() {
    served
        .calls
        .send("POST", "/v1/identities", "id=a", "Content-Type", "application/x-www-form-urlencoded")
        .problem(415, "send application/json");
    nothingHasChanged();
  }

  @Test
  void whatIsNoDeliveryIsNotHeld() {
    String body = "{\"delivery\":\"no receipt of any kind\"}";
    assertThat(served.calls.post("/v1/identities/here/ack", body).ok().bool("acknowledged"))
        .isFalse();
    assertThat(served.calls.post("/v1/identities/here/nack", body).ok().bool("returned")).isFalse();
  }

  private static void nothingHasChanged() {
    assertThat(served.calls.get("/v1/identities").ids()).containsExactly("here");
    assertThat(served.calls.get("/v1/identities/here").ok().object("metadata").toString())
        .isEqualTo("{\"v\":1}");
  }

  private static String nested(int depth) {
    return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
  }
}
