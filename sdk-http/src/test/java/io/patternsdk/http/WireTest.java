package io.patternsdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire, which no client that knows HTTP shows. */
class WireTest {
  private static final String CLOSE = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  private final Served served =
      new Served(
          Map.of("max_body", "1000"),
          Routes.builder()
              .get("/text", request -> Response.text(200, "fin!"))
              .get("/large", request -> Response.text(200, "x".repeat(300_000)))
              .get("/nothing", request -> Response.noContent())
              .get("/events", request -> Response.events(EventStream::awaitClose))
              .get("/one", request -> Response.events(stream -> stream.send("a", "b")))
              .post("/unread", request -> Response.text(200, "x"))
              .post("/json", request -> Response.json(201, request.json("name")))
              .build());

  @AfterEach
  void stop() {
    served.close();
  }

  private String ask(String bytes) {
    return RawClient.ask(served.base, bytes);
  }

  @Test
  void anAnswerToHeadHasNoBodyAndTheLengthThatGetWouldHave() {
    String answers =
        ask(
            "HEAD /text HTTP/1.1\r\nHost: x\r\n\r\n"
                + "HEAD /absent HTTP/1.1\r\nHost: x\r\n\r\n"
                + "HEAD /events HTTP/1.1\r\nHost: x\r\n\r\n"
                + "HEAD /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET /text"
                + CLOSE);
    String[] heads = answers.split("\r\n\r\n", -1);
    assertThat(heads).hasSize(6);
    assertThat(heads[0]).startsWith("HTTP/1.1 200 ").contains("Content-Length: 4");
    assertThat(heads[1]).startsWith("HTTP/1.1 404 ").contains("Content-Length: 89");
    assertThat(heads[2]).startsWith("HTTP/1.1 200 ").doesNotContain("Content-Length");
    assertThat(heads[3]).startsWith("HTTP/1.1 204 ").doesNotContain("Content-Length");
    assertThat(heads[4]).startsWith("HTTP/1.1 200 ").contains("Content-Length: 4");
    assertThat(heads[5]).isEqualTo("fin!");
  }

  @Test
  void aConnectionEndsAfterTheAnswerThatTheClientWantedToBeTheLast() {
    String answers = ask("GET /text" + CLOSE + "GET /text" + CLOSE);
    assertThat(answers).containsOnlyOnce("HTTP/1.1 200").containsIgnoringCase("Connection: close");
    assertThat(ask("GET /one" + CLOSE)).endsWith("data: b\n\n");
    assertThat(ask("GET /large" + CLOSE)).contains("Content-Length: 300000\r\n").endsWith("xxx");
    assertThat(ask("GET /nothing" + CLOSE)).startsWith("HTTP/1.1 204").endsWith("\r\n\r\n");
  }

  private String chunked(String chunks) {
    return ask(
        "POST /json HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
            + "Connection: close\r\n\r\n"
            + chunks);
  }

  @Test
  void aMalformedChunkIsTheClientsMistake() {
    String json = "{\"name\":1}";
    for (String size : new String[] {"zz", "-1", "+a", "", "0xa", "a a", "0".repeat(5_000)}) {
      assertThat(chunked(size + "\r\n" + json + "\r\n0\r\n\r\n"))
          .as(size)
          .startsWith("HTTP/1.1 400 ")
          .contains("the body is malformed");
    }
    assertThat(chunked("a\r\n" + json + "XX0\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(chunked("a\r\n" + json + "\r\n0\r\n" + "A: b\r\n".repeat(5_000)))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void extensionsAndTrailersOfChunksAreLeftOut() {
    assertThat(chunked("4;a=b\r\n{\"na\r\n6 ;c\r\nme\":1}\r\n00\r\nX-Sum: 7\r\nY: z\r\n\r\n"))
        .startsWith("HTTP/1.1 201 ")
        .endsWith("\r\n\r\n{\"name\":1}");
  }

  @Test
  void tooManyTrailersGetOneAnswer() {
    String trailers = "A: b\r\n".repeat(5_000) + "\r\n";
    String next = "GET /text" + CLOSE;
    for (String path : new String[] {"/json", "/absent", "/unread"}) {
      String answers =
          ask(
              "POST "
                  + path
                  + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                  + "a\r\n{\"name\":1}\r\n0\r\n"
                  + trailers
                  + next);
      assertThat(answers).as(path).containsOnlyOnce("HTTP/1.1 ");
    }
  }

  @Test
  void aChunkOverTheLimitIsRefusedBeforeItIsReadToItsEnd() {
    for (String size : new String[] {"3e9", "7ffffff"}) {
      assertThat(chunked(size + "\r\n" + "x".repeat(1_001)))
          .startsWith("HTTP/1.1 413 ")
          .contains("larger than 1000 bytes (http.max_body)");
    }
    for (String size : new String[] {"80000000", "100000000", "fffffffffffffff"}) {
      assertThat(chunked(size + "\r\n" + "x".repeat(1_001))).startsWith("HTTP/1.1 4");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: +5",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Content-Length : 5",
        "A: b\r\n Content-Length: 5",
        "Host: y"
      })
  void whatTwoServersMightReadInTwoWaysIsRefused(String header) {
    String answers =
        ask("POST /unread HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n0\r\n\r\nGET /text" + CLOSE);
    assertThat(answers).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 4");
    assertThat(answers).doesNotContain("fin!");
  }

  @Test
  void aBodyThatNobodyReadIsNotTakenForTheNextRequest() {
    String answers =
        ask(
            "POST /absent HTTP/1.1\r\nHost: x\r\nContent-Length: 23\r\n\r\n"
                + "GET /large HTTP/1.1\r\n\r\n"
                + "GET /text"
                + CLOSE);
    assertThat(answers).containsSubsequence("HTTP/1.1 404", "HTTP/1.1 200", "fin!");
    assertThat(answers).doesNotContain("xxx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/absent", "/unread", "/json"})
  void aBodyThatComesAfterItsAnswerDoesNotEndTheConnection(String path) {
    try (RawClient client = new RawClient(served.base)) {
      client.say("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n");
      client.hear("\r\n\r\n");
      client.say("x".repeat(1_000));
      client.say("x".repeat(1_000) + "GET /text" + CLOSE);
      assertThat(client.hearAll()).endsWith("fin!");
    }
  }

  @Test
  void whoIsRefusedBeforeBeingAskedForTheBodyIsNotAskedForMore() {
    String answer =
        ask(
            "POST /absent HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n"
                + "Expect: 100-continue\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 404 ").contains("Connection: close");
  }

  @Test
  void whoWaitsToBeAskedForTheBodyIsAsked() {
    try (RawClient client = new RawClient(served.base)) {
      client.say(
          "POST /json HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n"
              + "Expect: 100-continue\r\nConnection: close\r\n\r\n");
      client.hear("HTTP/1.1 100 Continue\r\n\r\n");
      client.say("{\"name\":1}");
      assertThat(client.hearAll()).contains("HTTP/1.1 201 ").endsWith("{\"name\":1}");
    }
  }
}
