package io.patternsdk.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake is told with what would be right, and leaves the session as it was. */
class BadInputTest {
  private static final String ABSENT = "/v1/sessions/" + "A".repeat(44);
  private static Served served;
  private static String here;

  @BeforeAll
  static void start() {
    served = Served.with("http: {port: 0, max_body: 64KiB}\n");
    here = served.created("{\"attributes\":{\"v\":1}}");
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST   | /v1/sessions                  | {                                | 400 | line 1
          POST   | /v1/sessions                  | []                               | 400 | object
          POST   | /v1/sessions                  | {"user":"ann"}                   | 400 | known are principal, idle
          POST   | /v1/sessions                  | {"principal":""}                 | 400 | leave it out for nobody
          POST   | /v1/sessions                  | {"principal":7}                  | 400 | principal
          POST   | /v1/sessions                  | {"idle":"soon"}                  | 400 | such as 30s
          POST   | /v1/sessions                  | {"idle":"0s"}                    | 400 | 1 ms to 100 years
          POST   | /v1/sessions                  | {"attributes":[]}                | 400 | attributes
          POST   | /v1/sessions                  | {"attributes":{"":1}}            | 400 | 1 to 200 bytes
          POST   | /v1/sessions                  | {"attributes":{"a":"LARGE"}}     | 413 | max_attribute_size
          POST   | HERE/attributes               | {}                               | 400 | send set or remove
          POST   | HERE/attributes               | {"set":{"a":1},"remove":["a"]}   | 400 | a is to be set and to be removed
          POST   | HERE/attributes               | {"remove":[1]}                   | 400 | remove[0]
          POST   | HERE/attributes               | {"set":{"b":1,"a":"LARGE"}}      | 413 | max_attribute_size
          PUT    | HERE/attributes/a             | {}                               | 400 | value is missing
          PUT    | HERE/attributes/a             | {"values":1}                     | 400 | known are value
          PUT    | HERE/principal                | {}                               | 400 | principal
          POST   | HERE/extend                   | {}                               | 400 | an idle time, a lifetime or both
          GET    | HERE?touch=no                 | ''                               | 400 | true or false
          GET    | HERE?peek=true                | ''                               | 400 | known are region, touch
          GET    | /v1/sessions?limit=11         | ''                               | 400 | max_page_size
          GET    | /v1/sessions?limit=many       | ''                               | 400 | a whole number
          GET    | /v1/sessions?cursor=abc       | ''                               | 400 | not one that a page gave
          GET    | /v1/sessions?filter=abc       | ''                               | 400 | the filter is wrong
          GET    | ABSENT                        | ''                               | 404 | no such session
          PUT    | ABSENT/attributes/a           | {"value":1}                      | 404 | no such session
          POST   | ABSENT/extend                 | {"idle":"1m"}                    | 404 | no such session
          PATCH  | HERE                          | ''                               | 405 | takes DELETE, GET
          """)
  void requests(String method, String path, String body, int status, String detail) {
    served
        .calls
        .send(
            method,
            path.replace("HERE", here).replace("ABSENT", ABSENT),
            body.replace("LARGE", "x".repeat(2_000)))
        .problem(status, detail);
    assertThat(served.calls.get(here).ok().object("attributes")).hasToString("{\"v\":1}");
  }
}
