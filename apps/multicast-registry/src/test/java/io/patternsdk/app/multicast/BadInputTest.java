package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                              | 400 | JSON
          {"id":                          | 400 | line 1
          []                              | 400 | object
          {}                              | 400 | id
          {"id":1}                        | 400 | id
          {"id":""}                       | 400 | id has 0 UTF-8 bytes
          {"id":"\\ud800"}                | 400 | half of a character
          {"id":"a","id":"b"}             | 400 | id
          {"id":"a","meta":{}}            | 400 | member meta is unknown; known are
          {"id":"a","metadata":[]}        | 400 | metadata
          {"id":"a","metadata":{"n":NaN}} | 400 | line 1
          {"id":"a","ttl":30}             | 400 | ttl
          {"id":"a","ttl":"30"}           | 400 | such as 30s
          {"id":"a","ttl":"99999999999999999999h"} | 400 | at most 106751d
          {"id":"a","ttl":"0s"}           | 400 | more than zero
          {"id":"a","ttl":"-1s"}          | 400 | ttl
          {"id":"a","ttl":"2h"}           | 400 | max_ttl
          {"id":"a","topic":""}           | 400 | topic has 0 UTF-8 bytes
          {"id":"a","durable":"yes"}      | 400 | durable
          {"id":"a","replace":1}          | 400 | replace
          {"id":"here"}                   | 409 | registered already
          """)
  void registrations(String body, int status, String detail) {
    served.calls.post("/v1/identities", body).problem(status, detail);
    nothingHasChanged();
  }

  static Stream<Arguments> registrations() {
    return Stream.of(
        Arguments.of("{\"id\":\"" + LONG + "\"}", 400, "1 to 256"),
        Arguments.of(
            "{\"id\":\"a\",\"metadata\":{\"n\":\"" + LONG + LONG + "\"}}",
            400,
            "max_metadata_size"),
        Arguments.of("{\"id\":\"a\",\"metadata\":" + nested(2_000) + "}", 400, "deep"),
        Arguments.of("{\"id\":\"a\",\"topic\":\"" + LONG + "\"}", 400, "1 to 512"),
        Arguments.of("{\"id\":\"" + "x".repeat(70_000) + "\"}", 413, "http.max_body"));
  }

  @ParameterizedTest
  @MethodSource
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                 | object
          "all"              | object
          {"port":}          | line 1
          {"a.regex":"^x"}   | unsupported operator
          {"$regex":"^x"}    | unsupported operator
          {"port.LT":1}      | write lt
          {"port.lt":true}   | port.lt
          {"port.in":5}      | port.in
          {"$any":[]}        | $and
          {"$or":[]}         | at least one
          {"a.exists":"yes"} | a.exists
          """)
  void filters(String filter, String detail) {
    served.calls.enumerate(filter).problem(400, detail);
    String body = "{\"filter\":" + filter + ",\"payload\":\"x\"}";
    served.calls.multicast(body).problem(400, detail);
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        Arguments.of("{\"$not\":".repeat(100) + "{}" + "}".repeat(100), "deep"),
        Arguments.of("{\"$or\":[" + "{\"a\":1},".repeat(300) + "{}]}", "clauses"));
  }

  @ParameterizedTest
  @MethodSource
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                            | 400 | filter
          {"filter":{}}                                 | 400 | either payload or payload_base64
          {"filter":{},"payload":1,"payload_base64":""} | 400 | either
          {"filter":{},"payload_base64":"?"}            | 400 | not Base64
          {"filter":{},"payload":1,"timeout":"soon"}    | 400 | such as 30s
          {"filter":{},"payload":1,"timeout":"0s"}      | 400 | more than zero
          {"filter":{},"payload":1,"content_type":1}    | 400 | content_type
          {"filter":{},"payload":1,"confirm":1}         | 400 | confirm
          {"filter":{},"payload":1,"to":"a"}            | 400 | member to is unknown
          {"filter":{},"payload":1,"id":"a"}            | 400 | send recorded: true too
          {"filter":{},"payload":1,"recorded":1}        | 400 | recorded
          """)
  void multicasts(String body, int status, String detail) {
    served.calls.multicast(body).problem(status, detail);
  }

  static Stream<Arguments> multicasts() {
    return Stream.of(
        Arguments.of(
            "{\"filter\":{},\"payload\":\"" + "x".repeat(70_000) + "\"}", 413, "http.max_body"));
  }

  @ParameterizedTest
  @MethodSource
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /v1/identity                             | ''             | 404 | there is no /v1/identity here
          GET    | /v1/identities/                          | ''             | 404 | there is no /v1/identities/ here
          DELETE | /v1/identities/                          | ''             | 404 | there is no /v1/identities/ here
          POST   | /v1/identities//ack                      | {"delivery":""} | 404 | there is no /v1/identities//ack here
          PATCH  | /v1/identities/here                      | ''             | 405 | takes DELETE, GET, not PATCH
          GET    | /v1/multicasts                           | ''             | 405 | takes POST
          GET    | /v1/identities?limit=0                   | ''             | 400 | max_page_size
          GET    | /v1/identities?limit=11                  | ''             | 400 | 1 to 10
          GET    | /v1/identities?limit=many                | ''             | 400 | a whole number works
          GET    | /v1/identities?metadata=no               | ''             | 400 | true or false
          GET    | /v1/identities?filters=%7B%7D            | ''             | 400 | known are cursor, filter
          GET    | /v1/identities?cursor=abc                | ''             | 400 | cursor is not one
          GET    | /v1/identities?cursor=%ff%00             | ''             | 400 | not percent-encoded UTF-8
          GET    | /v1/identities?sort=a%5Cb                | ''             | 400 | backslash
          GET    | /v1/identities/here?verbose=1            | ''             | 400 | there are none here
          DELETE | /v1/identities/here?force=1              | ''             | 400 | force is unknown
          POST   | /v1/identities/absent/heartbeat          | ''             | 404 | not registered
          GET    | /v1/identities/absent/events             | ''             | 404 | not registered
          POST   | /v1/identities/here/ack                  | {}             | 400 | delivery
          POST   | /v1/identities/here/ack                  | {"delivery":7} | 400 | delivery
          POST   | /v1/identities/here/nack                 | {"id":"a"}     | 400 | member id is unknown
          GET    | /v1/identities/here/dead-letters?limit=0 | ''             | 400 | limit
          GET    | /v1/identities/here/dead-letters?limit=x | ''             | 400 | a whole number works
          POST   | /v1/identities/here/dead-letters/redrive | {"ids":[1]}    | 400 | ids[0]
          POST   | /v1/identities/here/dead-letters/redrive | {"ids":"a"}    | 400 | ids
          """)
  void requests(String method, String path, String body, int status, String detail) {
    served.calls.send(method, path, body).problem(status, detail);
    nothingHasChanged();
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of("GET", "/v1/identities/" + LONG, "", 400, "1 to 256"),
        Arguments.of("DELETE", "/v1/identities/" + LONG, "", 400, "1 to 256"));
  }

  @Test
  void aBodyThatIsNotJsonByItsTypeIsRefused() {
    served
        .calls
        .send("POST", "/v1/identities", "id=a", "Content-Type", "application/x-www-form-urlencoded")
        .problem(415, "send application/json");
    nothingHasChanged();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no receipt of any kind", "AQ", "é"})
  void whatIsNoDeliveryIsAMistakeWhateverIsAskedOfIt(String delivery) {
    String body = "{\"delivery\":\"" + delivery + "\"}";
    for (String path : new String[] {"ack", "nack"}) {
      served.calls.post("/v1/identities/here/" + path, body).problem(400, "no id of a delivery");
    }
    if (!delivery.isEmpty() && delivery.charAt(0) < 128) {
      served
          .calls
          .send("GET", "/v1/identities/here/events", "", "Last-Event-ID", delivery)
          .problem(400, "no id of a delivery");
    }
  }

  private static void nothingHasChanged() {
    assertThat(served.calls.get("/v1/identities").ids("identities")).containsExactly("here");
    assertThat(served.calls.get("/v1/identities/here").ok().object("metadata").toString())
        .isEqualTo("{\"v\":1}");
  }

  private static String nested(int depth) {
    return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
  }
}
