package io.patternsdk.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire, which no client that knows HTTP shows. */
class WireTest {
  private final Served served =
      new Served(
          Map.of(),
          Routes.builder()
              .get("/text", request -> Response.text(200, "fin!"))
              .post("/json", request -> Response.json(201, request.json("name")))
              .build());

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void anAnswerToHeadHasNoBody() throws IOException {
    String answers =
        exchange(
            "fin!",
            "HEAD /text HTTP/1.1\r\nHost: x\r\n\r\n"
                + "HEAD /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET /text HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answers).containsSubsequence("\r\n\r\nHTTP/1.1 404", "\r\n\r\nHTTP/1.1 200");
    assertThat(answers).endsWith("\r\n\r\nfin!").doesNotContain("there is no");
  }

  @Test
  void aMalformedChunkIsTheClientsMistake() throws IOException {
    String answers =
        exchange(
            "}",
            "POST /json HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "zz\r\n{}\r\n0\r\n\r\n");
    assertThat(answers).startsWith("HTTP/1.1 400 ");
    assertThat(answers).doesNotContain("500");
  }

  /** Sends requests and reads to the end of the last answer, or of the connection. */
  private String exchange(String end, String requests) throws IOException {
    URI base = URI.create(served.base);
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(requests.getBytes(ISO_8859_1));
      StringBuilder answers = new StringBuilder();
      InputStream in = socket.getInputStream();
      for (int c = in.read(); c >= 0; c = answers.toString().endsWith(end) ? -1 : in.read()) {
        answers.append((char) c);
      }
      return answers.toString();
    }
  }
}
