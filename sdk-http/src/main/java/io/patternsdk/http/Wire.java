package io.patternsdk.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;

/**
 * What comes in on one connection, within a limit that the web server does not have: on the time
 * that a request takes to arrive. For the connection's thread.
 */
final class Wire extends Chunks {
  private static final ThreadLocal<Wire> CURRENT = new ThreadLocal<>();

  private final Waiting waiting = new Waiting();
  private final Thread thread = Thread.currentThread();
  private final Patience patience;
  private byte[] line = new byte[0];
  private Patience.With what = Patience.With.IDLE;
  private boolean lengthless;
  private long since;

  Wire(HelidonSocket socket, Patience patience, long maxBody) {
    super(() -> read(socket), maxBody);
    this.patience = patience;
    CURRENT.set(this);
  }

  /** The wire of the connection whose thread calls. */
  static Wire current() {
    return CURRENT.get();
  }

  private static byte[] read(HelidonSocket socket) {
    try {
      return socket.get();
    } catch (UncheckedIOException e) {
      throw new CloseConnectionException("the client has gone", e);
    }
  }

  @Override
  public void pullData() {
    goOn();
    boolean idle = what == Patience.With.IDLE;
    if (!idle && patience.over(what, since)) {
      last();
      throw Refusals.of(408, "Request Timeout", "the request did not arrive in http.read_timeout");
    }
    waiting.begin(what, idle ? System.nanoTime() : since);
    try {
      super.pullData();
    } catch (InsufficientDataAvailableException e) {
      throw new CloseConnectionException("the client has gone", e);
    } finally {
      waiting.end();
    }
    begin();
  }

  private void begin() {
    if (what == Patience.With.IDLE) {
      what = Patience.With.HEAD;
      since = System.nanoTime();
    }
  }

  @Override
  public byte[] readBytes(int length) {
    line = super.readBytes(length);
    return line;
  }

  /** Looks at a request's first line, which has just been read. */
  void begun(HttpPrologue prologue) {
    goOn();
    begin();
    newRequest();
    String method = prologue.method().text();
    String written = new String(line, 0, Math.min(line.length, method.length()), US_ASCII);
    if (!written.equals(method)) { // the web server makes capitals of it
      throw Refusals.of(501, "Not Implemented", "there is no method " + written);
    }
  }

  /** Counts the time for the body from now. */
  void body() {
    what = Patience.With.BODY;
    since = System.nanoTime();
  }

  /** The request has been answered and read to its end; another may come. */
  void done() {
    what = Patience.With.IDLE;
  }

  /** The next head of an answer says nothing of a length: there is none, or nobody knows it. */
  void withoutLength() {
    lengthless = true;
  }

  /** Looks at the head of an answer, which is about to be sent. */
  void answering(Headers headers) {
    if (lengthless && headers instanceof ServerResponseHeaders answer) {
      answer.remove(HeaderNames.CONTENT_LENGTH);
      lengthless = false;
    }
  }

  /** Takes part of an answer to the client. */
  void answer(Runnable write) {
    waiting.begin(Patience.With.ANSWER, System.nanoTime());
    try {
      write.run();
    } catch (ServerConnectionException | UncheckedIOException e) {
      throw new CloseConnectionException("the client has gone", e);
    } finally {
      waiting.end();
    }
  }

  /** Cuts the connection if there is no more patience with the client; by any thread. */
  void cutIfOver() {
    waiting.cutIfOver(patience);
  }

  /** Tells whether the connection is still served; by any thread. */
  boolean alive() {
    return thread.isAlive();
  }
}
