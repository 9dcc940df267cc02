package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Events;
import io.patternsdk.app.testing.Events.Event;
import io.patternsdk.app.testing.Program;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several processes on one Redis and one NATS. */
class SharedBackendsIT {
  private final Servers servers = new Servers();
  private final Program one = Program.start(servers.yaml());
  private final Program two = Program.start(servers.yaml());
  private final RegistryCalls first = one.calls(RegistryCalls::new);
  private final RegistryCalls second = two.calls(RegistryCalls::new);

  @AfterEach
  void stop() {
    one.close();
    two.close();
    servers.close();
  }

  @Test
  void processesShareIdentitiesAndDeliveriesAndARestartForgetsNobody() {
    first.register("{\"id\":\"a\",\"metadata\":{\"n\":1.0}}");
    second.register("{\"id\":\"d\",\"durable\":true}");
    assertThat(second.enumerate("{\"n\":1}").ids("identities")).containsExactly("a");
    try (Events events = first.events("a")) {
      events.next("subscribed");
      JsonObject report = second.multicast("{\"filter\":{},\"payload\":\"hi\"}").ok();
      assertThat(report.object("totals").number("sent").toInt()).isEqualTo(1);
      assertThat(report.object("totals").number("queued").toInt()).isEqualTo(1);
      assertThat(events.next("message").member("message_id")).isEqualTo(report.string("id"));
    }
    two.terminate();
    assertThat(two.exit()).as(two.log()).isZero();
    try (Program again = Program.start(servers.yaml());
        Events events = again.calls(RegistryCalls::new).events("d")) {
      assertThat(again.calls().get("/v1/identities").ids("identities")).containsExactly("a", "d");
      Event kept = events.next("message");
      assertThat(kept.member("payload")).isEqualTo("hi");
      String delivery = "{\"delivery\":\"" + kept.id() + "\"}";
      JsonObject acked = first.post("/v1/identities/d/ack", delivery).ok();
      assertThat(acked.bool("acknowledged")).isTrue();
    }
  }

  @Test
  void aTtlThatRanOutIsGoneEverywhereWithinASecond() {
    first.register("{\"id\":\"stays\"}");
    first.register("{\"id\":\"goes\",\"ttl\":\"1s\"}");
    assertThat(second.get("/v1/identities").ids("identities")).containsExactly("goes", "stays");
    Instant expires = Instant.parse(first.get("/v1/identities/goes").ok().string("expires_at"));
    Eventually soon = Eventually.within(Duration.between(Instant.now(), expires.plusSeconds(1)));
    for (RegistryCalls calls : List.of(first, second)) {
      soon.check(
          () -> assertThat(calls.enumerate("{}").ids("identities")).containsExactly("stays"));
      calls.get("/v1/identities/goes").problem(404, "goes is not registered");
    }
    JsonObject report = second.multicast("{\"filter\":{},\"payload\":\"x\"}").ok();
    assertThat(report.number("targets").toInt()).isEqualTo(1);
  }
}
