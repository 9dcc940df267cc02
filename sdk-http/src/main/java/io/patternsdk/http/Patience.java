package io.patternsdk.http;

import io.patternsdk.lifecycle.config.HttpConfig;
import java.time.Duration;

/**
 * How long a client may keep the server waiting: only a moment while it stops, or while others have
 * no place because of those who say nothing. Thread-safe.
 */
final class Patience {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration STOPPING = Duration.ofSeconds(2);
  private static final long LAST_WORD = Duration.ofSeconds(1).toNanos();
  private static final long CROWDED = Duration.ofSeconds(1).toNanos();

  private final long idle;
  private final long request;
  private final int most;
  private volatile boolean crowded;
  private volatile boolean stopping;
  private volatile long stoppedAt;

  /** What is waited for. */
  enum With {
    /** A request on a connection that has none. */
    IDLE,
    /** The rest of a request's head. */
    HEAD,
    /** The rest of a request's body. */
    BODY,
    /** That some more of an answer is taken. */
    ANSWER
  }

  /** Creates that of a socket that has at most so many connections. */
  Patience(HttpConfig http, int most) {
    idle = http.idleTimeout().toNanos();
    request = http.readTimeout().toNanos();
    this.most = most;
  }

  /** Only a moment from now on, for what is under way. */
  void stop() {
    stoppedAt = System.nanoTime();
    stopping = true;
  }

  /** Returns how many connections there may be. */
  int most() {
    return most;
  }

  /** Notes how many connections there are; true if there is room for none now. */
  boolean crowded(int count) {
    crowded = count >= most;
    return crowded;
  }

  /** Tells whether what began at {@code since} has lasted too long. */
  boolean over(With what, long since) {
    return over(what, since, System.nanoTime());
  }

  /**
   * Tells whether it has lasted so long that the connection is cut without an answer: a request
   * gets a moment more, as a client that goes on with it can still be told, unless others have no
   * place.
   */
  boolean cut(With what, long since) {
    boolean tell = !crowded && (what == With.HEAD || what == With.BODY);
    return over(what, since, System.nanoTime() - (tell ? LAST_WORD : 0));
  }

  private boolean over(With what, long since, long now) {
    return now - since >= limit(what)
        || (stopping && what != With.IDLE && now - latest(since) >= STOPPING.toNanos());
  }

  private long latest(long since) {
    return since - stoppedAt > 0 ? since : stoppedAt;
  }

  private long limit(With what) {
    return switch (what) {
      case IDLE -> crowded ? Math.min(idle, CROWDED) : idle;
      case HEAD -> crowded ? Math.min(request, CROWDED) : request;
      case BODY -> request;
      case ANSWER -> ANSWER.toNanos();
    };
  }
}
