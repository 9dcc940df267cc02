package io.patternsdk.app.session.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The ends that one process tells, until that process ends. Read from the connection itself: the
 * JDK's client forgets what has come and was not read yet when a connection breaks.
 */
final class EndsStream {
  private final CountDownLatch listening = new CountDownLatch(1);
  private final Socket socket;
  private final Consumer<Ending> told;
  private String event = "";

  private EndsStream(Socket socket, Consumer<Ending> told) {
    this.socket = socket;
    this.told = told;
  }

  static EndsStream open(URI server, Consumer<Ending> told) throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    String request = "GET /v1/events HTTP/1.1\r\nHost: " + server.getHost() + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(UTF_8));
    EndsStream stream = new EndsStream(socket, told);
    Thread unused = Thread.ofVirtual().name("events of " + server).start(stream::read);
    return stream;
  }

  boolean awaitListening(Duration patience) throws InterruptedException {
    return listening.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void read() {
    try (socket;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        line(line);
      }
    } catch (IOException ended) {
      event = ""; // the process was killed, or has stopped
    }
  }

  /** Takes a line; those of the transfer's chunks are none of an event. */
  private void line(String line) {
    if (line.startsWith("event: ")) {
      event = line.substring(7);
    } else if (line.startsWith("data: ") && event.equals("destroyed")) {
      JsonObject ending = JsonObject.parse(line.substring(6));
      String former = ending.has("former_id") ? ending.string("former_id") : "";
      told.accept(new Ending(ending.string("id"), former, ending.string("reason")));
    } else if (line.startsWith("data: ") && event.equals("listening")) {
      listening.countDown();
    }
  }
}
