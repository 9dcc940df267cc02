package io.patternsdk.http;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** The answer to one request. For one thread at a time. */
final class Reply {
  private static final Logger LOG = System.getLogger(Reply.class.getName());

  /** So much is taken by a client within the time that it has, or it takes nothing. */
  private static final int PIECE = 65536;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final org.eclipse.jetty.server.Request request;
  private final org.eclipse.jetty.server.Response response;
  private final Traffic traffic;

  Reply(
      org.eclipse.jetty.server.Request request,
      org.eclipse.jetty.server.Response response,
      Traffic traffic) {
    this.request = request;
    this.response = response;
    this.traffic = traffic;
  }

  /** Sends a whole answer, without its body to HEAD; returns the status. */
  int send(Response answer) throws IOException, TimeoutException {
    begin(answer);
    byte[] body = answer.body();
    boolean stream = answer.events() != null;
    if (!stream && answer.status() != 204) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    }
    if (request.getMethod().equals("HEAD")) {
      write(!stream, BufferUtil.EMPTY_BUFFER);
    } else {
      int at = 0;
      do {
        int length = Math.min(PIECE, body.length - at);
        write(at + length == body.length, ByteBuffer.wrap(body, at, length));
        at += length;
      } while (at < body.length);
    }
    return answer.status();
  }

  /** Sets the head of an answer, which goes with the first of its body. */
  void begin(Response answer) {
    response.setStatus(answer.status());
    HttpFields.Mutable headers = response.getHeaders();
    answer.headers().forEach(headers::put);
    if (traffic.ending()) {
      headers.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    }
  }

  /** Sends some more of a body. */
  void write(byte[] part) throws IOException, TimeoutException {
    write(false, ByteBuffer.wrap(part));
  }

  /** Sends the end of a body. */
  void end() throws IOException, TimeoutException {
    write(true, BufferUtil.EMPTY_BUFFER);
  }

  private void write(boolean last, ByteBuffer part) throws IOException, TimeoutException {
    Callback.Completable written = new Callback.Completable();
    response.write(last, part, written);
    var unused = traffic.patience().await(written, PATIENCE);
  }

  /**
   * Reads what nobody read of the request, if it comes in time, so that the connection goes on: its
   * end would reset it before the client has read the answer, and be met by the next request.
   */
  void finish(Duration limit) {
    if (!request.getHeaders().contains(HttpHeader.EXPECT, "100-continue")) {
      Callback.Completable read = new Callback.Completable();
      Content.Source.consumeAll(request, read);
      try {
        var unused = traffic.patience().await(read, limit);
      } catch (IOException | TimeoutException e) {
        LOG.log(Level.DEBUG, "the rest of a request did not come", e);
      }
    }
  }
}
