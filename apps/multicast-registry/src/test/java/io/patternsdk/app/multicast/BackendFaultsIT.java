package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Events;
import io.patternsdk.app.testing.Events.Event;
import io.patternsdk.app.testing.Program;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.TestServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process whose Redis or NATS is killed under load and comes back. */
class BackendFaultsIT {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private final Servers servers = new Servers();
  private final Program program = Program.start(servers.yaml());
  private final RegistryCalls calls = program.calls(RegistryCalls::new);

  @AfterEach
  void stop() {
    program.close();
    servers.close();
  }

  @Test
  void aRedisThatIsKilledAndComesBackLosesNothingAndBreaksOnlyItsOwn() {
    try (Load load = Load.of(calls, Load.Work.REGISTER)) {
      SOON.check(() -> assertThat(load.done()).isNotEmpty());
      breakAndHeal(servers.redis, "registry", load);
      load.stop();
      assertThat(load.unexpected()).isEmpty();
      for (String id : load.done()) {
        assertThat(calls.get("/v1/identities/" + id).status()).as(id).isEqualTo(200);
      }
    }
  }

  @Test
  void aNatsThatIsKilledAndComesBackBringsSubscriptionsAndDurableDeliveriesBack() {
    calls.register("{\"id\":\"a\",\"metadata\":{\"to\":true}}");
    calls.register("{\"id\":\"d\",\"durable\":true}");
    calls.multicast("{\"filter\":{},\"payload\":\"kept\"}").ok();
    try (Events events = calls.events("a");
        Load load = Load.of(calls, Load.Work.MULTICAST)) {
      events.next("message");
      breakAndHeal(servers.nats, "messaging", load);
      load.stop();
      assertThat(load.unexpected()).isEmpty();
      events.next("gap");
      SOON.check(() -> calls.multicast("{\"filter\":{\"to\":true},\"payload\":\"back\"}").ok());
      SOON.check(() -> assertThat(events.next("message").member("payload")).isEqualTo("back"));
    }
    try (Events events = calls.events("d")) {
      Event kept = events.next("message");
      assertThat(kept.member("payload")).isEqualTo("kept");
    }
  }

  private void breakAndHeal(TestServer server, String slot, Load load) {
    String breaker = "circuit_breaker_state{slot=\"" + slot + "\"}";
    assertThat(program.metric(breaker)).isZero();
    server.kill();
    SOON.check(() -> assertThat(calls.get("/ready").status()).isEqualTo(503));
    SOON.check(() -> assertThat(program.metric(breaker)).isEqualTo(2));
    SOON.check(() -> assertThat(load.refused()).isGreaterThan(3));
    assertThat(calls.get("/health").status()).isEqualTo(200);
    server.restart();
    SOON.check(() -> assertThat(calls.get("/ready").status()).isEqualTo(200));
    int before = load.done().size();
    SOON.check(() -> assertThat(load.done()).hasSizeGreaterThan(before));
    SOON.check(() -> assertThat(program.metric(breaker)).isZero());
    assertThat(calls.get("/health").status()).isEqualTo(200);
  }
}
