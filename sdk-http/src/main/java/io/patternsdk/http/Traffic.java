package io.patternsdk.http;

import io.patternsdk.core.pattern.Gate;
import io.patternsdk.core.pattern.Gate.State;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of a socket and the requests under way on them: lets new ones in until told
 * otherwise, and waits for the rest.
 */
final class Traffic {
  private static final Logger LOG = System.getLogger(Traffic.class.getName());
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Gate requests = new Gate();
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private final Thread watch = Thread.ofVirtual().name("http clients").unstarted(this::watch);
  private final String most;
  private final Patience patience;
  private volatile boolean ending;
  private boolean full;

  /**
   * Creates it.
   *
   * @param most the setting that says how many connections there may be, for the log
   */
  Traffic(String most, Patience patience) {
    this.most = most;
    this.patience = patience;
    boolean unused = requests.open();
  }

  Patience patience() {
    return patience;
  }

  /** Returns where requests are let in. */
  Gate requests() {
    return requests;
  }

  /** Notes an open connection. */
  void add(Wire wire) {
    wires.add(wire);
  }

  /** Notes an open stream; ends it at once if no more are taken. */
  void add(EventStream stream) {
    streams.add(stream);
    if (requests.state() == State.CLOSED) {
      stream.close(); // whoever closes them all may not have seen it
    }
  }

  void remove(EventStream stream) {
    streams.remove(stream);
  }

  /** Begins to cut the connections of clients that keep the server waiting; until {@link #end}. */
  void begin() {
    watch.start();
  }

  void end() {
    watch.interrupt();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        wires.removeIf(wire -> !wire.alive());
        tellLimit(wires.size());
        wires.forEach(Wire::cutIfOver);
        streams.forEach(stream -> stream.cutIfOver(patience));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says once that the limit is met, and once that it is over, which a few less are not. */
  private void tellLimit(int count) {
    if (patience.crowded(count) && !full) {
      full = true;
      LOG.log(Level.WARNING, "all {0} connections are taken ({1}); others wait", count, most);
    } else if (full && count < patience.most() * 9L / 10) {
      full = false;
      LOG.log(Level.INFO, "there are connections left again: {0} are taken ({1})", count, most);
    }
  }

  /** From now on each answer is the last of its connection. */
  void announceEnd() {
    ending = true;
  }

  /** Tells whether clients had better come by another connection. */
  boolean ending() {
    return ending;
  }

  /** Takes no more requests, and ends the streams. */
  void stop() {
    announceEnd();
    boolean unused = requests.close();
    patience.stop();
    streams.forEach(EventStream::close);
  }
}
