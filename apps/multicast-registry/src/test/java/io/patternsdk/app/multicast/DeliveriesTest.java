package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Answer;
import io.patternsdk.app.testing.Events;
import io.patternsdk.app.testing.Events.Event;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.fault.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private final Served served = Served.start();
  private final RegistryCalls calls = served.calls;

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void aMulticastReachesItsSubscribersAndReportsOnEach() {
    calls.register("{\"id\":\"dns\",\"metadata\":{\"protocol\":\"udp\"}}");
    calls.register("{\"id\":\"http\",\"metadata\":{\"protocol\":\"tcp\"}}");
    try (Events events = calls.events("dns")) {
      assertThat(events.next().name()).isEqualTo("subscribed");
      JsonObject report =
          calls.multicast("{\"filter\":{\"protocol\":\"udp\"},\"payload\":\"hi\"}").ok();
      assertThat(report.object("totals").toString())
          .isEqualTo(
              "{\"sent\":1,\"acknowledged\":0,\"queued\":0,\"failed\":0,\"timed_out\":0,\"pending\":0}");
      assertThat(report.array("outcomes").toString())
          .isEqualTo("[{\"identity\":\"dns\",\"status\":\"sent\"}]");
      Event event = events.next("message");
      assertThat(event.member("payload")).isEqualTo("hi");
      assertThat(event.member("message_id")).isEqualTo(report.string("id"));
    }
  }

  @Test
  void aPayloadIsTextJsonOrBytes() {
    calls.register("{\"id\":\"a\"}");
    try (Events events = calls.events("a")) {
      events.next("subscribed");
      calls.multicast("{\"filter\":{},\"payload\":{\"n\":1.0}}").ok();
      JsonObject json = events.next("message").json();
      assertThat(json.string("content_type")).isEqualTo("application/json");
      assertThat(json.string("payload")).isEqualTo("{\"n\":1.0}");
      calls.multicast("{\"filter\":{},\"payload_base64\":\"/w==\",\"content_type\":\"x/y\"}").ok();
      JsonObject bytes = events.next("message").json();
      assertThat(bytes.string("content_type")).isEqualTo("x/y");
      assertThat(bytes.string("payload_base64")).isEqualTo("/w==");
    }
  }

  @Test
  void anAcknowledgementConfirmsAMulticast() {
    calls.register("{\"id\":\"a\"}");
    try (Events events = calls.events("a")) {
      events.next("subscribed");
      Thread.ofVirtual().start(() -> ack("a", events.next("message").id()));
      JsonObject report =
          calls.multicast("{\"filter\":{},\"payload\":\"x\",\"confirm\":true}").ok();
      assertThat(report.object("totals").number("acknowledged").toInt()).isEqualTo(1);
    }
  }

  @Test
  void whoDoesNotAcknowledgeInTimeIsReported() {
    calls.register("{\"id\":\"a\"}");
    JsonObject report =
        calls
            .multicast("{\"filter\":{},\"payload\":\"x\",\"confirm\":true,\"timeout\":\"50ms\"}")
            .ok();
    assertThat(report.object("totals").number("timed_out").toInt()).isEqualTo(1);
  }

  @Test
  void reconnectingAcknowledgesUpToTheLastEventAndBringsTheRestAgain() {
    calls.register("{\"id\":\"d\",\"durable\":true}");
    List.of("1", "2", "3").forEach(this::toAll);
    List<Event> first;
    try (Events events = calls.events("d")) {
      first = events.messages(3);
    }
    try (Events events = calls.events("d", "Last-Event-ID", first.get(1).id())) {
      Event again = events.next("message");
      assertThat(again.member("payload")).isEqualTo("3");
      assertThat(again.member("message_id")).isEqualTo(first.get(2).member("message_id"));
      assertThat(again.json().number("attempt").toInt()).isEqualTo(2);
      assertThat(ack("d", again.id())).isTrue();
      assertThat(ack("d", again.id())).isFalse();
    }
    SOON.check(() -> assertThat(served.running.unfinished().count("unacknowledged")).isZero());
  }

  @Test
  void acknowledgingOneLeavesTheOthersHeld() {
    calls.register("{\"id\":\"d\",\"durable\":true}");
    List.of("1", "2").forEach(this::toAll);
    List<Event> messages;
    try (Events events = calls.events("d")) {
      messages = events.messages(2);
      assertThat(ack("d", messages.get(0).id())).isTrue();
    }
    try (Events events = calls.events("d", "Last-Event-ID", messages.get(0).id())) {
      Event again = events.next("message");
      assertThat(again.member("message_id")).isEqualTo(messages.get(1).member("message_id"));
      ack("d", again.id());
    }
  }

  @Test
  void acknowledgingTheLastLeavesThoseBeforeItHeld() {
    calls.register("{\"id\":\"d\",\"durable\":true}");
    List.of("1", "2").forEach(this::toAll);
    try (Events events = calls.events("d")) {
      List<Event> messages = events.messages(2);
      assertThat(ack("d", messages.get(1).id())).isTrue();
      assertThat(ack("d", messages.get(0).id())).isTrue();
    }
  }

  @Test
  void aLastEventIdThatIsNoneAcknowledgesNothing() {
    calls.register("{\"id\":\"d\",\"durable\":true}");
    calls.register("{\"id\":\"e\"}");
    List.of("1", "2").forEach(this::toAll);
    try (Events events = calls.events("d")) {
      String id = events.messages(2).get(1).id();
      for (String bad : List.of(id.substring(1), id.substring(0, id.length() - 1), "x", id + "A")) {
        eventsAfter("d", bad).problem(400, "no id of a delivery to d");
      }
      eventsAfter("e", id).problem(400, "no id of a delivery to e");
      assertThat(served.running.unfinished().count("unacknowledged")).isEqualTo(2);
    }
  }

  private Answer eventsAfter(String identity, String last) {
    return calls.send("GET", "/v1/identities/" + identity + "/events", "", "Last-Event-ID", last);
  }

  @Test
  void theWorkersOfMulticastsShowAmongTheMetrics() {
    String yaml =
        """
        pattern: {name: multicast-registry, concurrency: {workers: 3}}
        observability: {metrics: {port: 0}}
        """;
    try (Served other = Served.with(Served.ALL, yaml)) {
      assertThat(other.metric("worker_pool_workers{pool=\"multicast\"}")).isEqualTo(3);
    }
  }

  @Test
  void theLongestIdPassesAsAHeader() {
    served.close();
    String wide = "pattern: {name: multicast-registry, settings: {window: 10000}}\n";
    try (Served other = Served.with(Served.ALL, wide)) {
      other.calls.register("{\"id\":\"d\",\"durable\":true}");
      for (int i = 0; i < 1_000; i++) {
        other.calls.multicast("{\"filter\":{},\"payload\":\"x\"}").ok();
      }
      Event last = new Event("", "", "");
      try (Events events = other.calls.events("d")) {
        while (last.id().length() < 7_900) {
          last = events.next("message");
        }
      }
      try (Events events = other.calls.events("d", "Last-Event-ID", last.id())) {
        assertThat(events.next("message").json().number("attempt").toInt()).isLessThan(3);
      }
    }
  }

  @Test
  void whatIsGivenBackTooOftenIsADeadLetterAndComesBackOnRedrive() {
    calls.register("{\"id\":\"d\",\"durable\":true}");
    toAll("poison");
    try (Events events = calls.events("d")) {
      for (int i = 0; i < 2; i++) {
        String delivery = "{\"delivery\":\"" + events.next("message").id() + "\"}";
        assertThat(calls.post("/v1/identities/d/nack", delivery).ok().bool("returned")).isTrue();
      }
      String letter =
          SOON.value(
              () -> {
                JsonObject letters = calls.get("/v1/identities/d/dead-letters").ok();
                return letters.array("dead_letters").value(0).asObject().string("id");
              });
      String ids = "{\"ids\":[\"" + letter + "\",\"absent\"]}";
      JsonObject redriven = calls.post("/v1/identities/d/dead-letters/redrive", ids).ok();
      assertThat(redriven.number("redriven").toInt()).isEqualTo(1);
      Event back = events.next("message");
      assertThat(back.member("payload")).isEqualTo("poison");
      ack("d", back.id());
    }
  }

  @Test
  void aSubscriptionThatTheBackendRefusesIsAProblemAndNoStream() {
    calls.register("{\"id\":\"a\"}");
    served.faults.always("subscribe", Fault.refused(ErrorKind.UNAVAILABLE));
    calls.get("/v1/identities/a/events").problem(503, "");
    calls.get("/v1/identities/b/events").problem(404, "b is not registered");
    SOON.check(() -> assertThat(served.running.unfinished().count("in-flight")).isZero());
  }

  @Test
  void aStopEndsTheStreams() {
    calls.register("{\"id\":\"a\"}");
    try (Events events = calls.events("a")) {
      events.next("subscribed");
      assertThat(served.running.stop()).isZero();
      events.awaitEnd();
    }
  }

  private void toAll(String payload) {
    calls.multicast("{\"filter\":{},\"payload\":\"" + payload + "\"}").ok();
  }

  private boolean ack(String id, String delivery) {
    String body = JsonObject.builder().put("delivery", delivery).build().toString();
    return calls.post("/v1/identities/" + id + "/ack", body).ok().bool("acknowledged");
  }
}
