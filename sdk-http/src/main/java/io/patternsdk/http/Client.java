package io.patternsdk.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/** A connection that knows since when its client keeps the server waiting for a request. */
final class Client extends SocketChannelEndPoint {
  private volatile long since = System.nanoTime();
  private volatile State state = State.IDLE;

  private enum State {
    /** Nothing has been asked. */
    IDLE,
    /** Some of a request's head has come, or of what is said before it by TLS. */
    ASKING,
    /** A request is being answered. */
    ASKED
  }

  Client(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  /** Returns the one that sent a request. */
  static Client of(Request request) {
    EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
    while (end instanceof EndPoint.Wrapper outer) {
      end = outer.unwrap();
    }
    return (Client) end;
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    int filled = super.fill(buffer);
    if (filled > 0 && state == State.IDLE) {
      enter(State.ASKING);
    }
    return filled;
  }

  /** Its request has come, as far as the head. */
  void asked() {
    enter(State.ASKED);
  }

  /** Its request has been answered and read to the end. */
  void answered() {
    enter(State.IDLE);
  }

  private void enter(State next) {
    since = System.nanoTime();
    state = next;
  }

  /** Tells whether it has been idle, or asking, for too long. */
  boolean slow(Duration idle, Duration head) {
    State what = state; // before the time, which is written before it
    long waited = System.nanoTime() - since;
    return switch (what) {
      case IDLE -> waited >= idle.toNanos();
      case ASKING -> waited >= head.toNanos();
      case ASKED -> false;
    };
  }
}
