package io.patternsdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Health;
import io.patternsdk.lifecycle.Phase;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What whoever has no token is answered. */
class PublicProbesTest {
  private final Served served =
      new Served(
          Map.of("token", "s3cret", "max_connections", 2, "probes", Map.of("port", 0)),
          Routes.builder()
              .get("/x", request -> Response.noContent())
              .get("/events", request -> Response.events(EventStream::awaitClose))
              .build());
  private final List<RawClient> clients = new ArrayList<>();

  @AfterEach
  void stop() {
    clients.forEach(RawClient::close);
    served.close();
  }

  @Test
  void nobodyNeedsATokenForThemAndNothingElseIsThere() {
    assertThat(served.get(served.probes + "/health").body()).isEqualTo("{\"status\":\"up\"}");
    assertThat(served.get(served.probes + "/ready").body()).isEqualTo("{\"status\":\"up\"}");
    assertThat(served.get(served.probes + "/metrics").body()).isEqualTo("up 1\n");
    assertThat(served.get(served.probes + "/x").statusCode()).isEqualTo(404);
    assertThat(served.get("/health").statusCode()).isEqualTo(401);
  }

  @Test
  void theySayNothingOfABackend() {
    served.running.backend = Health.down("connection refused by 10.0.0.7");
    assertThat(served.get(served.probes + "/ready").statusCode()).isEqualTo(503);
    assertThat(served.get(served.probes + "/ready").body()).isEqualTo("{\"status\":\"down\"}");
    assertThat(served.get(served.probes + "/health").body()).isEqualTo("{\"status\":\"up\"}");
    served.running.backend = Health.degraded("10.0.0.8 is gone");
    assertThat(served.get(served.probes + "/ready").statusCode()).isEqualTo(200);
    assertThat(served.get(served.probes + "/ready").body()).isEqualTo("{\"status\":\"degraded\"}");
  }

  @Test
  void theyAreAnsweredWhileAllConnectionsAreTakenAndTheLogSaysWhy() {
    try (Heard heard = new Heard(ListeningSocket.class)) {
      for (int i = 0; i < 2; i++) {
        RawClient client = new RawClient(served.base);
        clients.add(client);
        client.say("GET /events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer s3cret\r\n\r\n");
        assertThat(client.hear("text/event-stream")).startsWith("HTTP/1.1 200 ");
      }
      Eventually.within(Duration.ofMinutes(1))
          .check(
              () ->
                  assertThat(heard.lines)
                      .containsExactly(
                          "WARNING all 2 connections are taken (http.max_connections);"
                              + " others wait"));
      assertThat(served.get(served.probes + "/health").statusCode()).isEqualTo(200);
      assertThat(served.get(served.probes + "/metrics").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theyAreAnsweredWhileItStops() {
    served.running.phase = Phase.STOPPING;
    served.front.announceStop();
    served.front.stopIntake();
    assertThat(served.get(served.probes + "/ready").statusCode()).isEqualTo(503);
    assertThat(served.get(served.probes + "/health").statusCode()).isEqualTo(200);
  }
}
