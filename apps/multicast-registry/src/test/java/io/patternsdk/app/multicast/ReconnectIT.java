package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Events;
import io.patternsdk.app.testing.Events.Event;
import io.patternsdk.app.testing.Program;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that was served by one process and comes back to another. */
class ReconnectIT {
  private final Servers servers = new Servers();

  @AfterEach
  void stop() {
    servers.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis", "redis and nats"})
  void whatWasSeenIsAcknowledgedAndTheRestComesAgain(String backends) {
    String yaml = backends.equals("redis") ? servers.redisOnly() : servers.yaml();
    try (Program one = Program.start(yaml);
        Program two = Program.start(yaml)) {
      one.calls(RegistryCalls::new).register("{\"id\":\"d\",\"durable\":true}");
      List.of("1", "2", "3", "4", "5").forEach(text -> toAll(one, text));
      List<Event> first;
      try (Events events = one.calls(RegistryCalls::new).events("d")) {
        first = events.messages(5);
      }
      String seen = first.get(2).id();
      try (Events events = two.calls(RegistryCalls::new).events("d", "Last-Event-ID", seen)) {
        List<Event> again = events.messages(2);
        assertThat(again)
            .extracting(event -> event.member("payload"))
            .containsExactlyInAnyOrder("4", "5");
        assertThat(again)
            .extracting(event -> event.member("message_id"))
            .containsExactlyInAnyOrder(
                first.get(3).member("message_id"), first.get(4).member("message_id"));
        again.forEach(event -> ack(one, event));
        one.terminate(); // what it still held would come back now
        assertThat(one.exit()).as(one.log()).isZero();
        toAll(two, "6");
        assertThat(events.next("message").member("payload")).isEqualTo("6");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis", "redis and nats"})
  void whatADeadProcessHeldComesAgainWhenItsTimeIsUp(String backends) {
    String yaml =
        (backends.equals("redis") ? servers.redisOnly() : servers.yaml())
            .replace("settings: {", "settings: {visibility_timeout: 1s, ");
    try (Program one = Program.start(yaml);
        Program two = Program.start(yaml)) {
      one.calls(RegistryCalls::new).register("{\"id\":\"d\",\"durable\":true}");
      List.of("1", "2", "3").forEach(text -> toAll(one, text));
      List<Event> first;
      try (Events events = one.calls(RegistryCalls::new).events("d")) {
        first = events.messages(3);
        one.kill();
      }
      try (Events events =
          two.calls(RegistryCalls::new).events("d", "Last-Event-ID", first.get(1).id())) {
        Event again = events.next("message");
        assertThat(again.member("message_id")).isEqualTo(first.get(2).member("message_id"));
        ack(two, again);
        Eventually.within(Duration.ofMinutes(1))
            .check(() -> assertThat(two.metric("registry_unacknowledged")).isZero());
      }
    }
  }

  private static void toAll(Program program, String payload) {
    program
        .calls(RegistryCalls::new)
        .multicast("{\"filter\":{},\"payload\":\"" + payload + "\"}")
        .ok();
  }

  private static void ack(Program program, Event event) {
    String body = JsonObject.builder().put("delivery", event.id()).build().toString();
    assertThat(
            program
                .calls(RegistryCalls::new)
                .post("/v1/identities/d/ack", body)
                .ok()
                .bool("acknowledged"))
        .isTrue();
  }
}
