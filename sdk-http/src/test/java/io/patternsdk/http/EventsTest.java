package io.patternsdk.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Deadline;
import io.patternsdk.testkit.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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
  void anEventWaitsForRoomInTheBudgetOfAll() throws Exception {
    HttpResponse<Stream<String>> response = subscribe();
    EventStream stream = streams.take();
    ByteBudget.Share others = served.running.budget.share();
    others.charge(served.running.budget.capacity());
    String large = "x".repeat(2_000);
    Thread sender = Thread.ofVirtual().start(() -> stream.send("large", large));
    Eventually.within(Duration.ofMinutes(1))
        .check(() -> assertThat(sender.getState()).isEqualTo(Thread.State.TIMED_WAITING));
    assertThat(stream.send("small", "y")).isTrue();
    others.close();
    var events = response.body().filter(line -> line.startsWith("event: ")).iterator();
    assertThat(List.of(events.next(), events.next()))
        .containsExactly("event: small", "event: large");
    sender.join();
    assertThat(served.running.budget.reserved()).isZero();
  }

  @Test
  void aStopEndsTheStreamsAndRefusesNewOnes() throws Exception {
    subscribe();
    streams.take();
    assertThat(served.front.inFlight()).isEqualTo(1);
    served.front.stopIntake();
    served.front.drain(Deadline.after(Duration.ofSeconds(10)));
    assertThat(ended).hasValue(1);
    Eventually.within(Duration.ofMinutes(1))
        .check(() -> assertThat(served.front.inFlight()).isZero());
    RoutesTest.problem(served.get("/events"), 503, "stopping");
  }

  @Test
  void whatFailsBeforeTheFirstEventIsAProblem() {
    RoutesTest.problem(served.get("/refused"), 404, "no such stream");
    Eventually.within(Duration.ofMinutes(1))
        .check(() -> assertThat(served.front.inFlight()).isZero());
  }

  @Test
  void whoAsksForTheHeadAloneGetsNoStream() {
    HttpResponse<String> response = served.send("HEAD", "/events", null);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(streams).isEmpty();
  }

  @Test
  void aClientThatStopsReadingHoldsUpNoStop() throws Exception {
    try (Socket deaf = raw("GET /events")) {
      EventStream stream = streams.take();
      AtomicReference<Boolean> sent = new AtomicReference<>();
      String large = "x".repeat(32 << 20);
      Thread sender = Thread.ofVirtual().start(() -> sent.set(stream.send("1", "message", large)));
      Eventually.within(Duration.ofMinutes(1))
          .check(() -> assertThat(sender.getState()).isEqualTo(Thread.State.TIMED_WAITING));
      served.front.stopIntake();
      served.front.drain(Deadline.after(Duration.ofSeconds(20)));
      assertThat(served.front.inFlight()).isZero();
      assertThat(sender.join(Duration.ofSeconds(10))).isTrue();
      assertThat(sent).hasValue(false);
      assertThat(deaf.isConnected()).isTrue();
    }
  }

  /** Asks over a socket with a small buffer from which nobody reads. */
  private Socket raw(String request) throws IOException {
    URI base = URI.create(served.base);
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
    socket
        .getOutputStream()
        .write((request + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(ISO_8859_1));
    return socket;
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
