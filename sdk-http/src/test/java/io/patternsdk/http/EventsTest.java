package io.patternsdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Deadline;
import io.patternsdk.testkit.Eventually;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsTest {
  private final BlockingQueue<EventStream> streams = new LinkedBlockingQueue<>();
  private final AtomicInteger ended = new AtomicInteger();
  private final Served served =
      new Served(
          Map.of(),
          Routes.builder()
              .get("/events", request -> Response.events(this::run))
              .get("/refused", request -> Response.events(EventsTest::refuse))
              .build());
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    client.shutdownNow();
    served.close();
  }

  @Test
  void eventsArriveAsTheyAreSent() throws Exception {
    HttpResponse<Stream<String>> response = subscribe();
    EventStream stream = streams.take();
    var lines = response.body().filter(line -> !line.startsWith(":")).iterator();
    stream.send("7", "message", "one\ntwo");
    assertThat(List.of(lines.next(), lines.next(), lines.next(), lines.next(), lines.next()))
        .containsExactly("", "id: 7", "event: message", "data: one", "data: two");
    stream.send("gap", "");
    assertThat(List.of(lines.next(), lines.next(), lines.next()))
        .containsExactly("", "event: gap", "data: ");
  }

  @Test
  void aStopEndsTheStreamsAndRefusesNewOnes() throws Exception {
    subscribe();
    streams.take();
    assertThat(served.front.inFlight()).isEqualTo(1);
    served.front.stopIntake();
    served.front.drain(Deadline.after(Duration.ofSeconds(10)));
    assertThat(ended).hasValue(1);
    Eventually.within(Duration.ofSeconds(10))
        .check(() -> assertThat(served.front.inFlight()).isZero());
    RoutesTest.problem(served.get("/events"), 503, "stopping");
  }

  @Test
  void whatFailsBeforeTheFirstEventIsAProblem() {
    RoutesTest.problem(served.get("/refused"), 404, "no such stream");
    Eventually.within(Duration.ofSeconds(10))
        .check(() -> assertThat(served.front.inFlight()).isZero());
  }

  @Test
  void whoAsksForTheHeadAloneGetsNoStream() {
    HttpResponse<String> response = served.send("HEAD", "/events", null);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(streams).isEmpty();
  }

  private static void refuse(EventStream stream) {
    throw HttpProblem.notFound("no such stream");
  }

  private HttpResponse<Stream<String>> subscribe() throws Exception {
    return client.send(served.request("/events").build(), BodyHandlers.ofLines());
  }

  private void run(EventStream stream) throws InterruptedException {
    streams.add(stream);
    stream.awaitClose();
    ended.incrementAndGet();
  }
}
