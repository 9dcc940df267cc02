package io.patternsdk.http;

import io.patternsdk.core.pattern.Gate;
import io.patternsdk.core.pattern.Gate.State;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is under way: lets work and streams in until told otherwise. Thread-safe. */
final class Traffic {
  private final Gate requests = new Gate();
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final Patience patience = new Patience();
  private volatile boolean ending;

  Traffic() {
    boolean unused = requests.open();
  }

  /** Returns where work is let in. */
  Gate requests() {
    return requests;
  }

  Patience patience() {
    return patience;
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

  /** From now on each answer is the last of its connection. */
  void announceEnd() {
    ending = true;
  }

  /** Tells whether clients had better come by another connection. */
  boolean ending() {
    return ending;
  }

  /** Takes no more work, and ends the streams. */
  void stop() {
    announceEnd();
    boolean unused = requests.close();
    patience.stop();
    streams.forEach(EventStream::close);
  }
}
