package io.patternsdk.testkit.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Redis's inline commands with answers of one line, enough to test a fixture without a client. */
public final class RedisText implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader answers;

  private RedisText(Socket socket) throws IOException {
    this.socket = socket;
    this.answers =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  public static RedisText connect(TestServer server) throws IOException {
    return connect(server.port());
  }

  public static RedisText connect(int port) throws IOException {
    return new RedisText(Probes.connect(port));
  }

  static RedisText connectEncrypted(TestServer server) throws IOException {
    return new RedisText(
        server.certificate().trust().getSocketFactory().createSocket("127.0.0.1", server.port()));
  }

  /** The first line of the answer, or of the value if the answer is one. */
  public String ask(String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    String line = line();
    return line.startsWith("$") && !line.equals("$-1") ? line() : line;
  }

  private String line() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("connection closed");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
