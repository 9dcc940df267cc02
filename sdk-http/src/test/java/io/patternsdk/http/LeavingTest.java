package io.patternsdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How clients that stay connected learn that the process is about to end. */
class LeavingTest {
  private static final String GET = "GET /x HTTP/1.1\r\nHost: x\r\n\r\n";

  private final Served served =
      new Served(
          Map.of(), Routes.builder().get("/x", request -> Response.text(200, "fin!")).build());

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void aRequestIsAnsweredAndItsConnectionEndsOnceTheStopIsAnnounced() {
    try (RawClient client = new RawClient(served.base)) {
      client.say(GET);
      assertThat(client.hear("fin!")).doesNotContainIgnoringCase("connection: close");
      served.front.announceStop();
      client.say(GET);
      assertThat(client.hearAll())
          .containsIgnoringCase("connection: close")
          .endsWith("\r\n\r\nfin!");
    }
  }

  @Test
  void whoComesWhenNoMoreWorkIsTakenIsToldToComeBack() {
    try (RawClient client = new RawClient(served.base)) {
      client.say(GET);
      client.hear("fin!");
      served.front.announceStop();
      served.front.stopIntake();
      client.say(GET);
      assertThat(client.hearAll())
          .contains("HTTP/1.1 503 ", "\"code\":\"stopping\"", "Retry-After: 1")
          .containsIgnoringCase("connection: close");
    }
  }
}
