package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Answer;
import io.patternsdk.app.testing.Description;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.fault.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Recorded multicasts over HTTP. */
class RecordedTest {
  private static final String RECORDING =
      """
      pattern:
        name: multicast-registry
        settings: {multicast_retention: 1h, multicast_lease: 300ms}
      """;
  private static final String PATH = "/v1/multicasts/deploy%2F17";
  private static final String BODY =
      "{\"filter\":{},\"payload\":\"x\",\"recorded\":true,\"id\":\"deploy/17\"}";

  private final Description description = new Description(RegistryRoutes.class);

  private Answer report(RegistryCalls calls) {
    Answer answer = calls.get(PATH);
    description.answer("GET /v1/multicasts/{id}", answer);
    return answer;
  }

  private Answer multicast(RegistryCalls calls, String body) {
    Answer answer = calls.multicast(body);
    if (answer.status() == 200) {
      description.answer("POST /v1/multicasts", body, answer);
    } else {
      description.answer("POST /v1/multicasts", answer);
    }
    return answer;
  }

  @Test
  void aReportIsAskedForByIdAndARepetitionSendsNothing() {
    try (Served served = Served.with(Served.ALL, RECORDING)) {
      RegistryCalls calls = served.calls;
      calls.register("{\"id\":\"a\"}");
      report(calls).problem(404, "no multicast is recorded as deploy/17");
      JsonObject first = multicast(calls, BODY).ok();
      assertThat(first.string("id")).isEqualTo("deploy/17");
      assertThat(report(calls).ok()).isEqualTo(first);
      calls.register("{\"id\":\"late\"}");
      assertThat(multicast(calls, BODY).ok()).isEqualTo(first);
      multicast(calls, BODY.replace("\"x\"", "\"y\"")).problem(409, "take another id");
      JsonObject unnamed = multicast(calls, BODY.replace(",\"id\":\"deploy/17\"", "")).ok();
      assertThat(calls.get("/v1/multicasts/" + unnamed.string("id")).ok()).isEqualTo(unnamed);
    }
  }

  @Test
  void whatIsNotReachedYetIsPendingAndWhatFailedSaysWhy() {
    try (Served served = Served.with(Served.ALL, RECORDING)) {
      RegistryCalls calls = served.calls;
      calls.register("{\"id\":\"a\"}");
      calls.register("{\"id\":\"d\",\"durable\":true}");
      served.faults.always("publish_all", Fault.refused(ErrorKind.UNAVAILABLE));
      served.faults.next(1, "enqueue", Fault.refused(ErrorKind.TOO_LARGE));
      JsonObject totals = multicast(calls, BODY).ok().object("totals");
      assertThat(totals.number("pending").toInt()).isEqualTo(1);
      JsonObject failed = report(calls).ok().array("outcomes").value(0).asObject();
      assertThat(failed.string("status")).isEqualTo("failed");
      assertThat(failed.string("code")).isEqualTo("too_large");
      served.faults.heal();
      Eventually.within(Duration.ofMinutes(1))
          .check(
              () ->
                  assertThat(report(calls).ok().object("totals").number("sent").toInt())
                      .isEqualTo(1));
    }
  }

  @Test
  void whereNothingIsRecordedItIsRefused() {
    try (Served served = Served.start()) {
      multicast(served.calls, BODY).problem(501, "multicast_retention says for how long");
      report(served.calls).problem(501, "not recorded here");
      served
          .calls
          .multicast(BODY.replace("\"recorded\":true", "\"recorded\":false"))
          .problem(400, "send recorded: true too");
    }
  }
}
