package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Events;
import io.patternsdk.app.testing.Events.Event;
import io.patternsdk.app.testing.Program;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process whose Redis or NATS is killed under load and comes back. */
class BackendFaultsIT {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private final Servers servers = new Servers();
  private final Program program = Program.start(servers.yaml());
  private final RegistryCalls calls = program.calls(RegistryCalls::new);
  private final Outage outage = new Outage(program, calls);

  @AfterEach
  void stop() {
    program.close();
    servers.close();
  }

  @Test
  void aRedisThatIsKilledAndComesBackLosesNothingAndBreaksOnlyItsOwn() {
    try (Load load = Load.of(calls, Load.Work.REGISTER)) {
      SOON.check(() -> assertThat(load.done()).isNotEmpty());
      outage.of(servers.redis, "registry", load);
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
      outage.of(servers.nats, "messaging", load);
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
}
