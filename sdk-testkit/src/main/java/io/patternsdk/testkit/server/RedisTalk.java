package io.patternsdk.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Commands to one Redis, a connection for each: what setting servers up takes. */
final class RedisTalk {
  private static final int TIMEOUT_MILLIS = 30_000;

  private RedisTalk() {}

  /**
   * Sends a command and returns its answer: text, or a list of answers.
   *
   * @throws IllegalStateException if the server refuses it
   * @throws UncheckedIOException if it does not answer
   */
  static Object ask(TestServer server, String... words) {
    ByteArrayOutputStream command = new ByteArrayOutputStream();
    command.writeBytes(("*" + words.length + "\r\n").getBytes(UTF_8));
    for (String word : words) {
      byte[] bytes = word.getBytes(UTF_8);
      command.writeBytes(("$" + bytes.length + "\r\n").getBytes(UTF_8));
      command.writeBytes(bytes);
      command.writeBytes("\r\n".getBytes(UTF_8));
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.host(), server.port()), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      command.writeTo(socket.getOutputStream());
      return read(new BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException("no answer to " + String.join(" ", words), e);
    }
  }

  /** Sends a command and returns its answer as text. */
  static String text(TestServer server, String... words) {
    return String.valueOf(ask(server, words));
  }

  private static Object read(InputStream in) throws IOException {
    String line = line(in);
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '-' -> throw new IllegalStateException(rest);
      case '$' -> bulk(in, Integer.parseInt(rest));
      case '*' -> {
        List<Object> items = new ArrayList<>();
        for (int i = Integer.parseInt(rest); i > 0; i--) {
          items.add(read(in));
        }
        yield items;
      }
      default -> rest;
    };
  }

  private static String bulk(InputStream in, int length) throws IOException {
    if (length < 0) {
      return "";
    }
    byte[] bytes = in.readNBytes(length + 2);
    return new String(bytes, 0, length, UTF_8);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int read = in.read(); read != '\r'; read = in.read()) {
      if (read < 0) {
        throw new EOFException("the server has closed the connection");
      }
      line.write(read);
    }
    in.skipNBytes(1);
    return line.toString(UTF_8);
  }
}
