package io.patternsdk.app.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Answer;
import io.patternsdk.app.testing.Calls;
import io.patternsdk.app.testing.Description;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds openapi.json against the server, both ways, and each command to what it does. */
class OpenApiTest {
  private static final String HERE = "/v1/destinations/destination";
  private static final String ANY = "/v1/destinations/{name}";
  private static final String NOBODY = "/v1/destinations/nobody";
  private static final String ROW = "{\"table\":\"notes\",\"key\":{\"id\":1}}";
  private static final String OTHER = "{\"table\":\"notes\",\"key\":{\"id\":2}}";
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private final Description description = new Description(CdcRoutes.class);
  @TempDir private Path directory;

  @Test
  void eachRouteIsDescribedAndNothingElse() {
    try (Served served = new Served(directory)) {
      description.operationsAre(CdcRoutes.of(served.cdc).templates());
    }
  }

  @Test
  void eachAnswerThatIsDescribedIsGivenAsDescribed() {
    try (Served served = new Served(directory, "fine", "dangerous", "dangerous", "dangerous")) {
      succeed(served);
      refuse(served);
      fail(served);
    }
    // The process is gone a moment after its state becomes such that it answers this.
    assertThat(description.unseen()).containsExactly("GET /health 503");
  }

  private void succeed(Served served) {
    Calls calls = served.calls;
    SOON.until(
        "that three are parked",
        () ->
            served.counts().number("parked").toInt() == 3
                && served.counts().number("delivered").toInt() == 1
                && served.status().has("confirmed"));
    describe("GET /openapi.json", calls.get("/openapi.json"));
    describe("GET /health", calls.get("/health"));
    describe("GET /ready", calls.get("/ready"));
    describe("GET /v1/status", calls.get("/v1/status"));
    Answer parked = calls.get(HERE + "/parked");
    describe("GET " + ANY + "/parked", parked);
    assertThat(parked.ok().array("parked").size()).isEqualTo(3);
    assertThat(parked.ok().array("parked").value(0).asObject().string("reason"))
        .contains("dangerous");
    describe("POST " + ANY + "/retry", ROW, calls.post(HERE + "/retry", ROW));
    describe("POST " + ANY + "/retry", "{}", calls.post(HERE + "/retry", "{}"));
    describe("POST " + ANY + "/skip", ROW, calls.post(HERE + "/skip", ROW));
    assertThat(served.counts().number("skipped").toInt()).isEqualTo(1);
    describe("POST /v1/pause", calls.post("/v1/pause", ""));
    assertThat(served.status().bool("paused")).isTrue();
    describe("POST /v1/resume", calls.post("/v1/resume", ""));
    String tables = "{\"tables\":[\"notes\"]}";
    describe("POST /v1/snapshot", tables, calls.post("/v1/snapshot", tables));
    SOON.until(
        "that the rows have come once more",
        () -> served.counts().number("delivered").toInt() == 2);
  }

  private void refuse(Served served) {
    Calls calls = served.calls;
    describe("GET /v1/status", calls.get("/v1/status?a=1"));
    describe("POST /v1/pause", calls.post("/v1/pause?a=1", ""));
    describe("POST /v1/resume", calls.post("/v1/resume?a=1", ""));
    describe("POST /v1/snapshot", calls.post("/v1/snapshot", "{\"tables\":[\"unknown\"]}"));
    describe("GET " + ANY + "/parked", calls.get(HERE + "/parked?a=1"));
    describe("GET " + ANY + "/parked", calls.get(NOBODY + "/parked"));
    describe("POST " + ANY + "/retry", calls.post(HERE + "/retry", "{\"table\":\".\"}"));
    describe("POST " + ANY + "/retry", calls.post(NOBODY + "/retry", "{}"));
    describe("POST " + ANY + "/skip", calls.post(HERE + "/skip", "{}"));
    String absent = "{\"table\":\"notes\",\"key\":{\"id\":77}}";
    describe("POST " + ANY + "/skip", calls.post(HERE + "/skip", absent));
  }

  private void fail(Served served) {
    Calls calls = served.calls;
    for (String where :
        Set.of(
            "keyvalue_basic.get", "keyvalue_cas.get_versioned", "keyvalue_cas.compare_and_set")) {
      served.faults.always(where, Fault.refused(ErrorKind.UNAVAILABLE));
    }
    describe("POST /v1/pause", calls.post("/v1/pause", ""));
    describe("POST /v1/resume", calls.post("/v1/resume", ""));
    describe("POST /v1/snapshot", calls.post("/v1/snapshot", "{}"));
    describe("GET " + ANY + "/parked", calls.get(HERE + "/parked"));
    describe("POST " + ANY + "/retry", calls.post(HERE + "/retry", OTHER));
    describe("POST " + ANY + "/skip", calls.post(HERE + "/skip", OTHER));
    served.faults.always("*", Fault.refused(ErrorKind.UNAVAILABLE));
    description.notReady(calls);
    served.cdc.close();
    describe("POST " + ANY + "/retry", calls.post(HERE + "/retry", "{}"));
    describe("POST " + ANY + "/skip", calls.post(HERE + "/skip", OTHER));
  }

  private void describe(String operation, String body, Answer answer) {
    description.answer(operation, body, answer);
  }

  private void describe(String operation, Answer answer) {
    description.answer(operation, answer);
  }
}
