package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.multicast.Events.Event;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several processes on one Redis and one NATS. */
class SharedBackendsIT {
  private final Servers servers = new Servers();
  private final Program one = Program.start(servers.yaml());
  private final Program two = Program.start(servers.yaml());

  @AfterEach
  void stop() {
    one.close();
    two.close();
    servers.close();
  }

  @Test
  void processesShareIdentitiesAndDeliveriesAndARestartForgetsNobody() {
    one.calls().register("{\"id\":\"a\",\"metadata\":{\"n\":1.0}}");
    two.calls().register("{\"id\":\"d\",\"durable\":true}");
    assertThat(two.calls().enumerate("{\"n\":1}").ids()).containsExactly("a");
    try (Events events = one.calls().events("a")) {
      events.next("subscribed");
      JsonObject report = two.calls().multicast("{\"filter\":{},\"payload\":\"hi\"}").ok();
      assertThat(report.object("totals").number("sent").toInt()).isEqualTo(1);
      assertThat(report.object("totals").number("queued").toInt()).isEqualTo(1);
      assertThat(events.next("message").messageId()).isEqualTo(report.string("id"));
    }
    two.terminate();
    assertThat(two.exit()).as(two.log()).isZero();
    try (Program again = Program.start(servers.yaml());
        Events events = again.calls().events("d")) {
      assertThat(again.calls().get("/v1/identities").ids()).containsExactly("a", "d");
      Event kept = events.next("message");
      assertThat(kept.payload()).isEqualTo("hi");
      String delivery = "{\"delivery\":\"" + kept.id() + "\"}";
      JsonObject acked = one.calls().post("/v1/identities/d/ack", delivery).ok();
      assertThat(acked.bool("acknowledged")).isTrue();
    }
  }

  @Test
  void aTtlThatRanOutIsGoneEverywhereWithinASecond() {
    one.calls().register("{\"id\":\"stays\"}");
    one.calls().register("{\"id\":\"goes\",\"ttl\":\"1s\"}");
    assertThat(two.calls().get("/v1/identities").ids()).containsExactly("goes", "stays");
    Instant expires =
        Instant.parse(one.calls().get("/v1/identities/goes").ok().string("expires_at"));
    Eventually soon = Eventually.within(Duration.between(Instant.now(), expires.plusSeconds(1)));
    for (Program program : new Program[] {one, two}) {
      soon.check(() -> assertThat(program.calls().enumerate("{}").ids()).containsExactly("stays"));
      program.calls().get("/v1/identities/goes").problem(404, "goes is not registered");
    }
    JsonObject report = two.calls().multicast("{\"filter\":{},\"payload\":\"x\"}").ok();
    assertThat(report.number("targets").toInt()).isEqualTo(1);
  }
}
