package io.patternsdk.testkit.server;

import io.patternsdk.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Single questions to a NATS that demands no credentials, without a client. */
final class NatsTalk {
  private NatsTalk() {}

  /**
   * Asks JetStream.
   *
   * @param api what follows {@code $JS.API.}
   * @throws IOException if it does not answer soon, or answers an error
   */
  static JsonObject ask(NatsServer server, String api, String json) throws IOException {
    try (Socket socket = Probes.connect(server.port())) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String request =
          "CONNECT {\"verbose\":false}\r\nSUB answer 1\r\nPUB $JS.API.%s answer %d\r\n%s\r\n"
              .formatted(api, json.length(), json);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      JsonObject answer = answer(in, socket);
      if (answer.has("error")) {
        throw new IOException(api + " is answered with " + answer.object("error"));
      }
      return answer;
    }
  }

  private static JsonObject answer(InputStream in, Socket socket) throws IOException {
    while (true) {
      String line = line(in);
      if (line.startsWith("MSG ")) {
        int length = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
        return JsonObject.parse(in.readNBytes(length));
      }
      if (line.equals("PING")) {
        socket.getOutputStream().write("PONG\r\n".getBytes(StandardCharsets.US_ASCII));
      } else if (!line.startsWith("INFO ")) {
        throw new IOException("NATS says " + line);
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("NATS has closed the connection");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }
}
