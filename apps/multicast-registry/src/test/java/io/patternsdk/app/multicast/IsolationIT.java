package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Events;
import io.patternsdk.app.testing.Events.Event;
import io.patternsdk.app.testing.Program;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.proxy.TcpProxy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A backend that takes requests and answers none does no harm to what another one serves. */
class IsolationIT {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private final Servers servers = new Servers();
  private final TcpProxy redis = TcpProxy.to(servers.redis);
  private final TcpProxy nats = TcpProxy.to(servers.nats);
  private final Program program = Program.start(servers.yaml(redis.port(), nats.port()));
  private final RegistryCalls calls = program.calls(RegistryCalls::new);

  @AfterEach
  void stop() {
    program.close();
    redis.close();
    nats.close();
    servers.close();
  }

  @Test
  void deliveriesAndAcknowledgementsGoOnWhileTheRegistryStalls() {
    calls.register("{\"id\":\"a\"}");
    try (Program other = Program.start(servers.yaml());
        Events events = calls.events("a")) {
      events.next("subscribed");
      redis.stall();
      try (Load load = Load.of(calls, Load.Work.REGISTER)) {
        SOON.check(() -> assertThat(load.refused()).isGreaterThan(10));
        Thread.ofVirtual().start(() -> ack(events.next("message")));
        JsonObject report =
            other
                .calls(RegistryCalls::new)
                .multicast("{\"filter\":{},\"payload\":\"x\",\"confirm\":true}")
                .ok();
        assertThat(report.object("totals").number("acknowledged").toInt()).isEqualTo(1);
        assertThat(calls.get("/health").status()).isEqualTo(200);
        load.stop();
        assertThat(load.unexpected()).isEmpty();
      }
      redis.heal();
      SOON.check(() -> calls.post("/v1/identities/a/heartbeat", "").ok());
    }
  }

  @Test
  void theRegistryGoesOnWhileMessagingStalls() {
    calls.register("{\"id\":\"a\",\"metadata\":{\"to\":true}}");
    nats.stall();
    try (Load load = Load.of(calls, Load.Work.MULTICAST)) {
      SOON.check(() -> assertThat(load.refused()).isGreaterThan(10));
      for (int i = 0; i < 100; i++) {
        calls.register("{\"id\":\"id" + i + "\"}");
      }
      assertThat(calls.get("/v1/identities?limit=200").ids("identities")).hasSize(101);
      load.stop();
      assertThat(load.unexpected()).isEmpty();
    }
    assertThat(program.metric("circuit_breaker_state{slot=\"registry\"}")).isZero();
    nats.heal();
    SOON.check(
        () -> {
          JsonObject totals = calls.multicast("{\"filter\":{},\"payload\":1}").ok();
          assertThat(totals.object("totals").number("sent").toInt()).isEqualTo(101);
        });
  }

  private void ack(Event event) {
    String body = "{\"delivery\":\"" + event.id() + "\"}";
    calls.post("/v1/identities/a/ack", body).ok();
  }
}
