package io.patternsdk.http;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.OperationException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A stream of server-sent events to one client, in the format of the HTML standard. It is closed
 * when the client has gone, which shows with the next event or comment, when it takes nothing for
 * half a minute, or when the server stops. It begins with the first event or with {@link
 * #awaitClose}; until then whoever feeds it may still throw, and the client gets a problem instead.
 * An event of more than a KiB that finds no room in the process's budget holds its sender back;
 * after half a minute it closes the stream. Thread-safe.
 */
public final class EventStream {
  private static final Logger LOG = System.getLogger(EventStream.class.getName());
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
  private static final Duration HOLD_BACK = Duration.ofSeconds(30);
  private static final int SMALL = 1024;

  private final Reply reply;
  private final Response head;
  private final Runnable begins;
  private final ByteBudget.Share share;
  private final ReentrantLock lock = new ReentrantLock();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean begun;

  /**
   * Creates one, which begins with the head of a response.
   *
   * @param begins is run before that; must not block
   */
  EventStream(Reply reply, Response head, ByteBudget budget, Runnable begins) {
    this.reply = reply;
    this.head = head;
    this.begins = begins;
    this.share = budget.share();
  }

  /**
   * Sends an event. The data may have several lines; id and event name have none. A client that
   * comes back names the last id that it saw in the header {@code Last-Event-ID}.
   *
   * @return false if the stream is closed
   */
  public boolean send(String id, String event, String data) {
    StringBuilder text = new StringBuilder(data.length() + 64);
    field(text, "id", id);
    return write(body(text, event, data));
  }

  /** Sends an event without an id, which leaves the last id that the client saw as it is. */
  public boolean send(String event, String data) {
    return write(body(new StringBuilder(data.length() + 64), event, data));
  }

  private static String body(StringBuilder text, String event, String data) {
    field(text, "event", event);
    data.lines().forEach(line -> field(text, "data", line));
    if (data.isEmpty()) {
      field(text, "data", "");
    }
    return text.append('\n').toString();
  }

  /** Tells whether the stream is still open, as far as is known. */
  public boolean isOpen() {
    return closed.getCount() > 0;
  }

  /** Waits until the stream is closed, looking now and then whether the client is still there. */
  public void awaitClose() throws InterruptedException {
    if (!begun()) {
      write(":\n\n"); // shows the client the head of the response
    }
    while (!closed.await(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)) {
      write(":\n\n");
    }
  }

  /** Ends the stream: {@link #awaitClose} returns, and nothing more is sent. Does not block. */
  public void close() {
    closed.countDown();
  }

  /** Tells whether the client has been sent anything. */
  boolean begun() {
    lock.lock();
    try {
      return begun;
    } finally {
      lock.unlock();
    }
  }

  /** Sends the end of the response, if it has been begun. */
  void end() throws IOException, TimeoutException {
    close();
    lock.lock();
    try {
      if (begun) {
        reply.end();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long held = bytes.length > SMALL ? 2L * bytes.length : 0; // the sender has its text, too
    try {
      if (held > 0) {
        share.reserve(held, HOLD_BACK);
      }
    } catch (OperationException noRoom) {
      LOG.log(Level.WARNING, "a stream of events is closed: {0}", noRoom.getMessage());
      close();
      return false;
    }
    try {
      return write(bytes);
    } finally {
      share.release(held);
    }
  }

  private boolean write(byte[] bytes) {
    lock.lock();
    try {
      if (!isOpen()) {
        return false;
      }
      if (!begun) {
        begun = true;
        begins.run();
        reply.begin(head);
      }
      reply.write(bytes);
      return true;
    } catch (IOException | TimeoutException gone) {
      close(); // the client has gone; whoever feeds the stream learns it from the answer
      return false;
    } finally {
      lock.unlock();
    }
  }

  private static void field(StringBuilder text, String name, String value) {
    if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      throw new IllegalArgumentException(name + " of an event has a line break");
    }
    text.append(name).append(": ").append(value).append('\n');
  }
}
