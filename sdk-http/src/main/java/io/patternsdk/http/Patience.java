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

  Patience(HttpConfig http) {
    idle = http.idleTimeout().toNanos();
    request = http.readTimeout().toNanos();
    most = http.maxConnections();
  }

  /** Only a moment from now on, for what is under way. */
  void stop() {
    stoppedAt = System.nanoTime();
    stopping = true;
  }

  /** Notes how many connections there are. */
  void connections(int count) {
    crowded = count >= most;
  }

  /** Tells whether what began at {@code since} has lasted too long. */
  boolean over(With what, long since) {
    long now = System.nanoTime();
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
