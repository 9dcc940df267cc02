package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Events;
import io.patternsdk.app.testing.Program;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A process with everything on one PostgreSQL, which is killed under load and comes back. */
class PostgresFaultsIT {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  @Test
  void nothingAcknowledgedIsLostOfAnySlotAndSubscriptionsComeBack() {
    try (PostgresServer server = PostgresServer.start(PostgresProfile.faults());
        Program program = Program.start(Servers.postgres(server))) {
      RegistryCalls calls = program.calls(RegistryCalls::new);
      calls.register("{\"id\":\"a\",\"metadata\":{\"to\":true}}");
      calls.register("{\"id\":\"d\",\"durable\":true}");
      try (Events events = calls.events("a");
          Load load = Load.of(calls, Load.Work.REGISTER)) {
        calls.multicast("{\"filter\":{},\"payload\":\"kept\"}").ok();
        events.next("message");
        SOON.check(() -> assertThat(load.done()).isNotEmpty());
        new Outage(program, calls).of(server, "registry", load);
        load.stop();
        assertThat(load.unexpected()).isEmpty();
        for (String id : load.done()) {
          assertThat(calls.get("/v1/identities/" + id).status()).as(id).isEqualTo(200);
        }
        events.next("gap");
        SOON.check(() -> calls.multicast("{\"filter\":{\"to\":true},\"payload\":\"back\"}").ok());
        SOON.check(() -> assertThat(events.next("message").member("payload")).isEqualTo("back"));
      }
      try (Events events = calls.events("d")) {
        assertThat(events.next("message").member("payload")).isEqualTo("kept");
      }
    }
  }
}
