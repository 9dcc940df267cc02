package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Answer;
import io.patternsdk.app.testing.Calls;
import io.patternsdk.app.testing.Description;
import io.patternsdk.app.testing.Events;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.fault.Fault;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Holds openapi.json against the server, both ways. */
class OpenApiTest {
  private static final String ID = "/v1/identities/{id}";
  private static final String MULTICAST = "/v1/multicasts/{id}";
  private static final String RECORDED =
      "{\"filter\":{},\"payload\":\"another\",\"recorded\":true,\"id\":\"m\"}";
  private static final String HERE = "/v1/identities/d";
  private static final String LONG = "/v1/identities/" + "x".repeat(300);
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private static final String SMALL =
      """
      http: {port: 0, max_body: 4KiB}
      pattern:
        name: multicast-registry
        settings: {max_identities: 2, multicast_retention: 1h}
        lifecycle: {health_check_interval: 10ms}
      """;

  private static final String NO_QUEUE =
      """
      backends:
        registry: {driver: embedded}
        messaging: {driver: embedded}
      """;

  private static final String NO_WATCH =
      """
      backends:
        registry: {driver: redis, config: {addresses: ['%s']}}
        messaging: {driver: embedded}
      """;

  private final Description description = new Description(RegistryRoutes.class);
  private String acknowledged = "";

  @Test
  void eachRouteIsDescribedAndNothingElse() {
    try (Served served = Served.start()) {
      description.operationsAre(RegistryRoutes.of(served.running.pattern()).templates());
    }
  }

  @Test
  void theServerHandsOutTheDescription() {
    try (Served served = Served.start()) {
      Answer answer = served.calls.get("/openapi.json");
      assertThat(answer.ok().string("openapi")).startsWith("3.1");
    }
  }

  @Test
  void eachAnswerThatIsDescribedIsGivenAsDescribed() {
    try (Served served = Served.with(Served.ALL, SMALL)) {
      succeed(served.calls);
      refuse(served.calls);
      fail(served);
    }
    try (Served served = Served.with(NO_QUEUE)) {
      withoutQueue(served.calls);
    }
    try (Served served = Served.with(NO_WATCH.formatted(RedisServer.shared().uri()))) {
      describe("GET /v1/watch", served.calls.get("/v1/watch"));
    }
    // The process is gone a moment after its state becomes such that it answers this.
    assertThat(description.unseen()).containsExactly("GET /health 503");
  }

  private void succeed(RegistryCalls calls) {
    describe("GET /openapi.json", calls.get("/openapi.json"));
    describe("GET /health", calls.get("/health"));
    describe("GET /ready", calls.get("/ready"));
    post(calls, "POST /v1/identities", "/v1/identities", "{\"id\":\"d\",\"durable\":true}");
    post(
        calls,
        "POST /v1/identities",
        "/v1/identities",
        "{\"id\":\"e\",\"metadata\":{\"a\":1},\"ttl\":\"1h\",\"topic\":\"t\",\"replace\":true}");
    describe("GET /v1/identities", calls.get("/v1/identities?limit=1&sort=-a&metadata=false"));
    describe("GET " + ID, calls.get("/v1/identities/e"));
    post(
        calls,
        "POST /v1/multicasts",
        "/v1/multicasts",
        "{\"filter\":{},\"payload\":{},\"content_type\":\"a/b\",\"timeout\":\"9s\","
            + "\"confirm\":false,\"recorded\":true,\"id\":\"m\"}");
    describe("GET " + MULTICAST, calls.get("/v1/multicasts/m"));
    watch(calls);
    deliver(calls);
    describe("POST " + ID + "/heartbeat", calls.post("/v1/identities/e/heartbeat", ""));
    describe("DELETE " + ID, calls.delete("/v1/identities/e"));
  }

  private void watch(RegistryCalls calls) {
    String path = "/v1/watch?filter=" + Calls.encoded("{\"a\":1}");
    try (Events events = calls.listen(path)) {
      for (String name : new String[] {"resync", "present", "synced"}) {
        description.event("GET /v1/watch", events.next(name));
      }
      calls.register("{\"id\":\"e\",\"replace\":true}");
      description.event("GET /v1/watch", events.next("gone"));
    }
  }

  private void deliver(RegistryCalls calls) {
    try (Events events = calls.events("d")) {
      Events.Event first = events.next("message");
      description.event("GET " + ID + "/events", first);
      String delivery = "{\"delivery\":\"" + first.id() + "\"}";
      post(calls, "POST " + ID + "/nack", HERE + "/nack", delivery);
      String second = "{\"delivery\":\"" + events.next("message").id() + "\"}";
      post(calls, "POST " + ID + "/nack", HERE + "/nack", second);
      post(calls, "POST " + ID + "/ack", HERE + "/ack", second);
      acknowledged = second;
      String letter = SOON.value(() -> letter(calls));
      String ids = "{\"ids\":[\"" + letter + "\"]}";
      post(calls, "POST " + ID + "/dead-letters/redrive", HERE + "/dead-letters/redrive", ids);
    }
  }

  private String letter(RegistryCalls calls) {
    Answer letters = calls.get(HERE + "/dead-letters?limit=5");
    describe("GET " + ID + "/dead-letters", letters);
    JsonObject letter = letters.ok().array("dead_letters").value(0).asObject();
    return letter.string("id");
  }

  private void refuse(RegistryCalls calls) {
    String large = "{\"id\":\"" + "x".repeat(5_000) + "\"}";
    for (String body : new String[] {"{", "{\"id\":\"d\"}", large, "{\"id\":\"third\"}"}) {
      describe("POST /v1/identities", calls.post("/v1/identities", body));
      calls.post("/v1/identities", "{\"id\":\"second\",\"replace\":true}").ok();
    }
    describe("GET /v1/identities", calls.get("/v1/identities?limit=0"));
    describe("GET /v1/watch", calls.get("/v1/watch?filter=no"));
    describe("GET " + ID, calls.get(LONG));
    describe("GET " + ID, calls.get("/v1/identities/absent"));
    describe("DELETE " + ID, calls.delete(LONG));
    describe("POST " + ID + "/heartbeat", calls.post(LONG + "/heartbeat", ""));
    describe("POST " + ID + "/heartbeat", calls.post("/v1/identities/absent/heartbeat", ""));
    describe("GET " + ID + "/events", calls.get(LONG + "/events"));
    describe("GET " + ID + "/events", calls.get("/v1/identities/absent/events"));
    describe("POST " + ID + "/ack", calls.post(HERE + "/ack", "{}"));
    describe("POST " + ID + "/nack", calls.post(HERE + "/nack", "{}"));
    describe("GET " + ID + "/dead-letters", calls.get(HERE + "/dead-letters?limit=0"));
    String redrive = HERE + "/dead-letters/redrive";
    describe("POST " + ID + "/dead-letters/redrive", calls.post(redrive, "{}"));
    describe("POST /v1/multicasts", calls.multicast("{}"));
    describe("POST /v1/multicasts", calls.multicast(RECORDED));
    describe("GET " + MULTICAST, calls.get("/v1/multicasts/absent"));
    describe("GET " + MULTICAST, calls.get("/v1/multicasts/" + "x".repeat(300)));
    describe("POST /v1/multicasts", calls.multicast(large));
  }

  private void withoutQueue(RegistryCalls calls) {
    String durable = "{\"id\":\"d\",\"durable\":true}";
    describe("POST /v1/identities", calls.post("/v1/identities", durable));
    describe("GET " + ID + "/dead-letters", calls.get(HERE + "/dead-letters"));
    String redrive = HERE + "/dead-letters/redrive";
    describe("POST " + ID + "/dead-letters/redrive", calls.post(redrive, "{\"ids\":[\"a\"]}"));
    describe("POST /v1/multicasts", calls.multicast(RECORDED));
    describe("GET " + MULTICAST, calls.get("/v1/multicasts/m"));
  }

  private void fail(Served served) {
    RegistryCalls calls = served.calls;
    served.faults.always("*", Fault.refused(ErrorKind.UNAVAILABLE));
    describe("POST /v1/identities", calls.post("/v1/identities", "{\"id\":\"a\"}"));
    describe("GET /v1/identities", calls.get("/v1/identities"));
    describe("GET /v1/watch", calls.get("/v1/watch"));
    describe("GET " + ID, calls.get(HERE));
    describe("DELETE " + ID, calls.delete(HERE));
    describe("POST " + ID + "/heartbeat", calls.post(HERE + "/heartbeat", ""));
    describe("GET " + ID + "/events", calls.get(HERE + "/events"));
    describe("POST " + ID + "/ack", calls.post(HERE + "/ack", acknowledged));
    describe("POST " + ID + "/nack", calls.post(HERE + "/nack", acknowledged));
    describe("GET " + ID + "/dead-letters", calls.get(HERE + "/dead-letters"));
    String redrive = HERE + "/dead-letters/redrive";
    describe("POST " + ID + "/dead-letters/redrive", calls.post(redrive, "{\"ids\":[\"a\"]}"));
    describe("POST /v1/multicasts", calls.multicast("{\"filter\":{},\"payload\":1}"));
    describe("GET " + MULTICAST, calls.get("/v1/multicasts/m"));
    description.notReady(calls);
  }

  private void post(RegistryCalls calls, String operation, String path, String body) {
    description.answer(operation, body, calls.post(path, body));
  }

  private void describe(String operation, Answer answer) {
    description.answer(operation, answer);
  }
}
