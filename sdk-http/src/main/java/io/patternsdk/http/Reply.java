package io.patternsdk.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** The answer to one request, on its connection. For the connection's thread. */
final class Reply {
  /** So much is taken by a client within the time that it has, or it takes nothing. */
  private static final int PIECE = 65536;

  private final ServerRequest request;
  private final ServerResponse response;
  private final Wire wire = Wire.current();
  private final Traffic traffic;
  private final boolean unasked;
  private boolean last;

  Reply(ServerRequest request, ServerResponse response, Traffic traffic) {
    this.request = request;
    this.response = response;
    this.traffic = traffic;
    this.unasked =
        request.headers().containsToken(HeaderValues.EXPECT_100) && request.content().hasEntity();
    this.last = request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
  }

  /** Sends a whole answer, without its body to HEAD; returns the status. */
  int send(Response answer) {
    head(answer);
    byte[] body = answer.body();
    if (request.prologue().method().text().equals("HEAD")) {
      if (answer.events() == null && answer.status() != 204) {
        response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
      } else {
        wire.withoutLength();
      }
      wire.answer(response::send); // a body would be taken for the begin of the next answer
    } else if (body.length <= PIECE) {
      wire.answer(() -> response.send(body));
    } else {
      pieces(body);
    }
    return answer.status();
  }

  /** Sends the head of an answer whose body comes bit by bit. */
  OutputStream stream(Response answer) {
    head(answer);
    return response.outputStream();
  }

  private void head(Response answer) {
    response.status(answer.status());
    if (answer.status() == 204) {
      wire.withoutLength();
    }
    answer.headers().forEach((name, value) -> response.header(name, value));
    last |= response.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    last |= unread100() || traffic.ending();
    if (last) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
  }

  /** Whether the client waits to be asked for the body, and nobody knows what it will do now. */
  private boolean unread100() {
    return unasked && !request.continueSent();
  }

  private void pieces(byte[] body) {
    response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
    OutputStream out = response.outputStream();
    for (int at = 0; at < body.length; at += PIECE) {
      int from = at;
      wire.answer(() -> write(out, body, from, Math.min(PIECE, body.length - from)));
    }
    wire.answer(() -> close(out));
  }

  private static void write(OutputStream out, byte[] body, int from, int length) {
    try {
      out.write(body, from, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(OutputStream out) {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads what nobody read of the request: else it would be taken for the next one, or the
   * connection's end would reset it before the client has read the answer.
   */
  void finish() {
    try {
      if (!unread100() && !request.content().consumed() && request.content().hasEntity()) {
        wire.body();
        request.content().consume();
      }
    } catch (RuntimeException e) {
      last = true; // the client has gone, takes too long or sends no body
    }
    if (last) {
      wire.last();
    } else {
      wire.done();
    }
  }
}
