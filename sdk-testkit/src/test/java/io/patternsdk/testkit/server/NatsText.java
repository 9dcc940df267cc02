package io.patternsdk.testkit.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** NATS's text protocol with one request at a time, enough to test a fixture without a client. */
final class NatsText implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader lines;
  private final String info;

  private NatsText(Socket socket) throws IOException {
    this.socket = socket;
    this.lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    this.info = lines.readLine();
  }

  static NatsText connect(NatsServer server) throws IOException {
    return new NatsText(Probes.connect(server.port()));
  }

  /** What the server says of itself. */
  String info() {
    return info;
  }

  /** The answer to CONNECT with these options and PING. */
  String login(String options) throws IOException {
    send("CONNECT {\"verbose\":false" + options + "}\r\nPING\r\n");
    return lines.readLine();
  }

  /** The answer's body. */
  String request(String subject, String body) throws IOException {
    send(
        "SUB answer 1\r\nUNSUB 1 1\r\nPUB %s answer %d\r\n%s\r\n"
            .formatted(subject, body.length(), body));
    String line = lines.readLine();
    if (line == null || !line.startsWith("MSG ")) {
      throw new IOException("expected a message, got " + line);
    }
    return lines.readLine();
  }

  private void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
