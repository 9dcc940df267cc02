package io.patternsdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Deadline;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that keep the server waiting, on purpose or not. */
class SlowClientsTest {
  private static final String POST = "POST /body HTTP/1.1\r\nHost: x\r\n";
  private static final String LONG = "Content-Length: 1000000\r\n\r\n";
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
  private Served served;

  private RawClient client(Map<String, ?> http) {
    served =
        new Served(
            http,
            Routes.builder()
                .post("/body", request -> Response.text(200, "read " + request.body().length))
                .get("/large", request -> Response.text(200, "x".repeat(32 << 20)))
                .build());
    return new RawClient(served.base);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void aBodyThatTricklesInIsRefusedAtTheLimit() {
    try (RawClient client = client(Map.of("read_timeout", "200ms"))) {
      client.say(POST + LONG);
      assertThat(client.trickle("x"))
          .startsWith("HTTP/1.1 408 ")
          .contains("application/problem+json", "http.read_timeout");
    }
  }

  @Test
  void aBodyThatDoesNotComeIsRefusedAtTheLimit() {
    for (String begin : new String[] {LONG + "x", CHUNKED + "5\r\nab", CHUNKED + "ff", CHUNKED}) {
      try (RawClient client = client(Map.of("read_timeout", "200ms"))) {
        client.say(POST + begin);
        assertThat(client.hearAll()).startsWith("HTTP/1.1 408 ");
      }
      nobodyIsServed();
      served.close();
    }
  }

  @Test
  void aBodyThatNobodyReadsEndsTheConnectionToo() {
    try (RawClient client = client(Map.of("read_timeout", "200ms"))) {
      client.say("POST /absent HTTP/1.1\r\nHost: x\r\n" + LONG);
      assertThat(client.trickle("x")).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void aHeadThatTricklesInEndsTheConnectionAtTheLimit() {
    try (RawClient client = client(Map.of("read_timeout", "200ms"))) {
      client.say("GET /body HTTP/1.1\r\nHost: x\r\n");
      assertThat(client.trickle("X-A: b\r\n")).isEmpty();
    }
  }

  @Test
  void aHeadThatDoesNotComeEndsTheConnection() {
    for (String begin : new String[] {"G", "GET /body HTTP/1.1\r\nHost", "\r", ""}) {
      try (RawClient client = client(Map.of("read_timeout", "200ms", "idle_timeout", "200ms"))) {
        client.say(begin);
        assertThat(client.hearAll()).isEmpty();
      }
      served.close();
    }
  }

  @Test
  void aConnectionWithoutRequestsEndsAfterIdleTimeout() {
    try (RawClient client = client(Map.of("idle_timeout", "200ms"))) {
      client.say(POST + "Content-Length: 1\r\n\r\nx");
      assertThat(client.hearAll()).startsWith("HTTP/1.1 200 ").endsWith("read 1");
    }
  }

  @Test
  void whoSaysNothingMakesRoomForOthersWhenAllConnectionsAreTaken() {
    String health = "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    for (String begin : new String[] {"", "GET /body HTTP/1.1\r\nHost"}) {
      try (RawClient slow = client(Map.of("max_connections", 1))) {
        slow.say(begin);
        assertThat(RawClient.ask(served.base, health)).startsWith("HTTP/1.1 200 ");
        assertThat(slow.hearAll()).isEmpty();
      }
      served.close();
    }
  }

  @Test
  void aBodyThatTricklesInHoldsUpNoStop() {
    try (RawClient client = client(Map.of())) {
      client.say(POST + LONG);
      Eventually.within(Duration.ofMinutes(1))
          .check(() -> assertThat(served.front.inFlight()).isEqualTo(1));
      served.front.stopIntake();
      assertThat(client.trickle("x")).startsWith("HTTP/1.1 408 ");
      served.front.drain(Deadline.after(Duration.ofSeconds(20)));
      assertThat(served.front.inFlight()).isZero();
    }
  }

  @Test
  void anAnswerThatNobodyTakesHoldsUpNoStop() {
    try (RawClient client = client(Map.of())) {
      client.say("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
      Eventually.within(Duration.ofMinutes(1))
          .check(() -> assertThat(served.front.inFlight()).isEqualTo(1));
      served.front.stopIntake();
      served.front.drain(Deadline.after(Duration.ofSeconds(20)));
      assertThat(served.front.inFlight()).isZero();
    }
  }

  private void nobodyIsServed() {
    Eventually.within(Duration.ofMinutes(1))
        .check(() -> assertThat(served.front.inFlight()).isZero());
  }
}
