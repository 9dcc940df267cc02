package io.patternsdk.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Answer;
import io.patternsdk.app.testing.Calls;
import io.patternsdk.app.testing.Description;
import io.patternsdk.app.testing.Events;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.testkit.fault.Fault;
import org.junit.jupiter.api.Test;

/** Holds openapi.json against the server, both ways. */
class OpenApiTest {
  private static final String ALL = "/v1/sessions";
  private static final String ID = ALL + "/{id}";
  private static final String NAME = ID + "/attributes/{name}";
  private static final String ABSENT = ALL + "/" + "A".repeat(44);
  private static final String OF = "/v1/principals/{principal}";
  private static final String ANN = "/v1/principals/ann";
  private static final String RETIRE = "POST /v1/keys/{key}/retire";
  private static final String LARGE = "\"" + "x".repeat(2_000) + "\"";

  private final Description description = new Description(SessionRoutes.class);

  @Test
  void eachRouteIsDescribedAndNothingElse() {
    try (Served served = Served.with("")) {
      description.operationsAre(SessionRoutes.of(served.store).templates());
    }
  }

  @Test
  void eachAnswerThatIsDescribedIsGivenAsDescribed() {
    try (Served keyed = Served.ofKeys()) {
      describe(RETIRE, keyed.calls.post("/v1/keys/k1/retire?limit=5", ""));
      describe(RETIRE, keyed.calls.post("/v1/keys/k2/retire", ""));
      keyed.faults.always("*", Fault.refused(ErrorKind.UNAVAILABLE));
      describe(RETIRE, keyed.calls.post("/v1/keys/k1/retire", ""));
    }
    try (Served served = Served.with("")) {
      succeed(served);
      refuse(served);
      fail(served);
    }
    // The process is gone a moment after its state becomes such that it answers this.
    assertThat(description.unseen()).containsExactly("GET /health 503");
  }

  private void succeed(Served served) {
    Calls calls = served.calls;
    describe("GET /openapi.json", calls.get("/openapi.json"));
    describe("GET /health", calls.get("/health"));
    describe("GET /ready", calls.get("/ready"));
    String whole =
        "{\"principal\":\"ann\",\"idle\":\"1m\",\"lifetime\":\"never\",\"attributes\":{\"a\":1}}";
    post(calls, "POST " + ALL, ALL, whole);
    String here = served.created(whole);
    describe("GET " + ALL, calls.get(ALL + "?limit=1"));
    describe("GET " + ID, calls.get(here));
    post(
        calls,
        "POST " + ID + "/attributes",
        here + "/attributes",
        "{\"set\":{\"b\":1},\"remove\":[\"a\"]}");
    describe("GET " + NAME, calls.get(here + "/attributes/b"));
    put(calls, "PUT " + NAME, here + "/attributes/a", "{\"value\":{}}");
    describe("DELETE " + NAME, calls.delete(here + "/attributes/a"));
    put(calls, "PUT " + ID + "/principal", here + "/principal", "{\"principal\":\"bob\"}");
    describe("DELETE " + ID + "/principal", calls.delete(here + "/principal"));
    post(
        calls,
        "POST " + ID + "/extend",
        here + "/extend",
        "{\"idle\":\"never\",\"lifetime\":\"2h\"}");
    describe("POST " + ID + "/replicate", calls.post(here + "/replicate", ""));
    describe("GET /v1/regions", calls.get("/v1/regions"));
    describe("POST " + ID + "/rename", calls.post(here + "/rename", ""));
    describe("DELETE " + ID, calls.delete(here));
    describe("GET " + OF + "/sessions", calls.get(ANN + "/sessions?limit=1&attributes=false"));
    try (Events events = calls.listen("/v1/events")) {
      events.next("listening");
      describe("POST " + OF + "/logout", calls.post(ANN + "/logout", ""));
      description.event("GET /v1/events", events.next("destroyed"));
    }
  }

  private void refuse(Served served) {
    Calls calls = served.calls;
    String here = served.created("{}");
    String attribute = "/attributes/a";
    describe("POST " + ALL, calls.post(ALL, "{"));
    describe("POST " + ALL, calls.post(ALL, "{\"attributes\":{\"a\":" + LARGE + "}}"));
    describe("GET " + ALL, calls.get(ALL + "?limit=0"));
    describe("GET " + ID, calls.get(here + "?touch=2"));
    describe("GET " + ID, calls.get(ABSENT));
    describe("DELETE " + ID, calls.delete(here + "?a=1"));
    describe("POST " + ID + "/attributes", calls.post(here + "/attributes", "{}"));
    String change = "{\"set\":{\"a\":1}}";
    describe("POST " + ID + "/attributes", calls.post(ABSENT + "/attributes", change));
    String large = "{\"set\":{\"a\":" + LARGE + "}}";
    describe("POST " + ID + "/attributes", calls.post(here + "/attributes", large));
    describe("GET " + NAME, calls.get(here + attribute + "?a=1"));
    describe("GET " + NAME, calls.get(here + attribute));
    describe("PUT " + NAME, calls.put(here + attribute, "{}"));
    describe("PUT " + NAME, calls.put(ABSENT + attribute, "{\"value\":1}"));
    describe("PUT " + NAME, calls.put(here + attribute, "{\"value\":" + LARGE + "}"));
    describe("DELETE " + NAME, calls.delete(here + attribute + "?a=1"));
    describe("DELETE " + NAME, calls.delete(ABSENT + attribute));
    describe("PUT " + ID + "/principal", calls.put(here + "/principal", "{}"));
    String ann = "{\"principal\":\"ann\"}";
    describe("PUT " + ID + "/principal", calls.put(ABSENT + "/principal", ann));
    String endless = "{\"principal\":\"" + "p".repeat(20_000) + "\"}";
    describe("PUT " + ID + "/principal", calls.put(here + "/principal", endless));
    String zoe = "{\"principal\":\"zoe\"}";
    for (int i = 0; i < 20; i++) {
      served.create(zoe);
    }
    describe("POST " + ALL, calls.post(ALL, zoe));
    describe("PUT " + ID + "/principal", calls.put(here + "/principal", zoe));
    describe("DELETE " + ID + "/principal", calls.delete(here + "/principal?a=1"));
    describe("DELETE " + ID + "/principal", calls.delete(ABSENT + "/principal"));
    describe("POST " + ID + "/extend", calls.post(here + "/extend", "{}"));
    describe("POST " + ID + "/extend", calls.post(ABSENT + "/extend", "{\"idle\":\"1m\"}"));
    describe("POST " + ID + "/rename", calls.post(here + "/rename?a=1", ""));
    describe("POST " + ID + "/rename", calls.post(ABSENT + "/rename", ""));
    describe("POST " + ID + "/replicate", calls.post(here + "/replicate?a=1", ""));
    describe("POST " + ID + "/replicate", calls.post(ABSENT + "/replicate", ""));
    describe("GET /v1/regions", calls.get("/v1/regions?a=1"));
    describe("GET " + OF + "/sessions", calls.get(ANN + "/sessions?limit=0"));
    describe("POST " + OF + "/logout", calls.post(ANN + "/logout?a=1", ""));
    describe("GET /v1/events", calls.get("/v1/events?a=1"));
  }

  private void fail(Served served) {
    Calls calls = served.calls;
    String here = served.created("{}");
    String attribute = here + "/attributes/a";
    served.faults.always("*", Fault.refused(ErrorKind.UNAVAILABLE));
    describe("POST " + ALL, calls.post(ALL, "{}"));
    describe("GET " + ALL, calls.get(ALL + "?limit=1"));
    describe("GET " + ID, calls.get(here));
    describe("DELETE " + ID, calls.delete(here));
    describe("POST " + ID + "/attributes", calls.post(here + "/attributes", "{\"set\":{\"a\":1}}"));
    describe("GET " + NAME, calls.get(attribute));
    describe("PUT " + NAME, calls.put(attribute, "{\"value\":1}"));
    describe("DELETE " + NAME, calls.delete(attribute));
    describe("PUT " + ID + "/principal", calls.put(here + "/principal", "{\"principal\":\"ann\"}"));
    describe("DELETE " + ID + "/principal", calls.delete(here + "/principal"));
    describe("POST " + ID + "/extend", calls.post(here + "/extend", "{\"idle\":\"1m\"}"));
    describe("POST " + ID + "/rename", calls.post(here + "/rename", ""));
    describe("POST " + ID + "/replicate", calls.post(here + "/replicate", ""));
    describe("GET " + OF + "/sessions", calls.get(ANN + "/sessions?limit=1"));
    describe("POST " + OF + "/logout", calls.post(ANN + "/logout", ""));
    description.notReady(calls);
  }

  private void post(Calls calls, String operation, String path, String body) {
    describe(operation, body, calls.post(path, body));
  }

  private void put(Calls calls, String operation, String path, String body) {
    describe(operation, body, calls.put(path, body));
  }

  private void describe(String operation, String body, Answer answer) {
    description.answer(operation, body, answer);
  }

  private void describe(String operation, Answer answer) {
    description.answer(operation, answer);
  }
}
