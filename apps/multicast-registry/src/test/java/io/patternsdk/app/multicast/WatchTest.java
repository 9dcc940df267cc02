package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Events;
import io.patternsdk.app.testing.Events.Event;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.testkit.fault.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {
  private final Served served = Served.start();
  private final RegistryCalls calls = served.calls;

  @AfterEach
  void stop() {
    served.close();
  }

  private void put(String id, String protocol) {
    calls.register(
        "{\"id\":\"%s\",\"metadata\":{\"p\":\"%s\"},\"replace\":true}".formatted(id, protocol));
  }

  @Test
  void whoMatchesComesFirstAndThenWhatBecomesOfThem() {
    put("a", "udp");
    put("b", "tcp");
    try (Events events = calls.watch("{\"p\":\"udp\"}")) {
      assertThat(events.next().name()).isEqualTo("resync");
      Event present = events.next();
      assertThat(present.name()).isEqualTo("present");
      assertThat(present.member("id")).isEqualTo("a");
      assertThat(present.json().object("metadata").string("p")).isEqualTo("udp");
      assertThat(events.next().name()).isEqualTo("synced");
      put("c", "udp");
      assertThat(events.next("present").member("id")).isEqualTo("c");
      put("a", "tcp");
      Event replaced = events.next();
      assertThat(replaced.data()).isEqualTo("{\"id\":\"a\",\"reason\":\"unmatched\"}");
      assertThat(calls.delete("/v1/identities/c").status()).isEqualTo(204);
      assertThat(events.next("gone").data())
          .isEqualTo("{\"id\":\"c\",\"reason\":\"unregistered\"}");
    }
  }

  @Test
  void whoComesBackHearsWhatHappenedMeanwhileAndNotTheRest() {
    put("stays", "udp");
    put("leaves", "udp");
    String last;
    try (Events events = calls.watch("{}")) {
      last = events.next("synced").id();
    }
    assertThat(last).isNotEmpty();
    assertThat(calls.delete("/v1/identities/leaves").status()).isEqualTo(204);
    put("comes", "udp");
    try (Events events = calls.watch("{}", "Last-Event-ID", last)) {
      assertThat(events.next().data()).isEqualTo("{\"id\":\"leaves\",\"reason\":\"unregistered\"}");
      assertThat(events.next().member("id")).isEqualTo("comes");
    }
    try (Events events = calls.watch("{\"p\":\"udp\"}", "Last-Event-ID", last)) {
      assertThat(events.next().name()).as("with another filter").isEqualTo("resync");
    }
  }

  @Test
  void theStreamEndsWhereTheBackendFailsAndItsClientGoesOn() {
    put("a", "udp");
    String last;
    try (Events events = calls.watch("{}")) {
      last = events.next("synced").id();
      served.faults.next(1, "poll_events", Fault.refused(ErrorKind.PERMISSION_DENIED));
      put("b", "udp");
      events.awaitEnd();
    }
    try (Events events = calls.watch("{}", "Last-Event-ID", last)) {
      assertThat(events.next().member("id")).isEqualTo("b");
    }
  }

  @Test
  void stoppingTheServerEndsTheStream() {
    try (Events events = calls.watch("{}")) {
      events.next("synced");
      assertThat(served.running.stop()).isZero();
      events.awaitEnd();
    }
  }
}
