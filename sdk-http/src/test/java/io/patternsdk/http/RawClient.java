package io.patternsdk.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.patternsdk.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

/** A client that knows nothing of HTTP: bytes go out as they are, and come in as they are. */
final class RawClient implements AutoCloseable {
  private final Socket socket = new Socket();
  private final StringBuilder heard = new StringBuilder();

  RawClient(String base) {
    URI uri = URI.create(base);
    try {
      socket.setReceiveBufferSize(4096); // so that one who does not read is soon noticed
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
      socket.setSoTimeout(10);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says something once, and returns what is answered until the connection ends. */
  static String ask(String base, String bytes) {
    try (RawClient client = new RawClient(base)) {
      client.say(bytes);
      return client.hearAll();
    }
  }

  void say(String bytes) {
    try {
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what is answered until it contains something. */
  String hear(String part) {
    Eventually.within(Duration.ofMinutes(1))
        .until(heard + " and then " + part, () -> !listen() || heard.indexOf(part) >= 0);
    return heard.toString();
  }

  /** Returns what is answered until the connection ends. */
  String hearAll() {
    Eventually.within(Duration.ofMinutes(1)).until("the end", () -> !listen());
    return heard.toString();
  }

  /** Says a little again and again until the connection ends, and returns what is answered. */
  String trickle(String bytes) {
    Eventually.within(Duration.ofMinutes(1))
        .until("the end", () -> !sayQuietly(bytes) || !listen());
    return heard.toString();
  }

  private boolean sayQuietly(String bytes) {
    try {
      say(bytes);
      return true;
    } catch (UncheckedIOException e) {
      listen();
      return false;
    }
  }

  /** Takes what is there; false at the end. */
  private boolean listen() {
    try {
      byte[] buffer = new byte[4096];
      for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
        heard.append(new String(buffer, 0, n, ISO_8859_1));
      }
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException reset) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
