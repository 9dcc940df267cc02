package io.patternsdk.http;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.OperationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Says in the log what the clients of failed requests are not told: how a backend failed. Failures
 * of one kind are said once in ten seconds, with how many there were since, so that a backend that
 * is down fills no disk; each of them for whoever debugs. What a guard refused is for debugging
 * only: the failures before it have been said. Thread-safe.
 */
final class FailureLog {
  private static final Logger LOG = System.getLogger(FailureLog.class.getName());
  private static final long QUIET = Duration.ofSeconds(10).toNanos();

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Kind, Said> said = new HashMap<>();

  private record Kind(String slot, String operation, Enum<?> kind) {}

  /** When it was said last, and how often it has happened since. */
  private record Said(long at, long since) {}

  FailureLog(Clock clock) {
    this.clock = clock;
  }

  /** Notes that a request failed by it. */
  void note(Route route, OperationException failure) {
    if (failure instanceof BackendException backend) {
      note(route, backend);
    } else {
      LOG.log(Level.DEBUG, "{0} was refused: {1}", route, failure.getMessage());
    }
  }

  private void note(Route route, BackendException failure) {
    OptionalLong unsaid = due(failure);
    if (unsaid.isPresent()) {
      LOG.log(Level.WARNING, text(route, failure, unsaid.getAsLong()));
    } else {
      LOG.log(Level.DEBUG, "{0} failed: {1}", route, failure.getMessage());
    }
  }

  /** Returns how many were not said before this one; empty if it is not to be said either. */
  private OptionalLong due(BackendException failure) {
    Kind kind = new Kind(failure.slot().orElse(""), failure.operation().orElse(""), failure.kind());
    long now = clock.nanoTime();
    lock.lock();
    try {
      Said last = said.getOrDefault(kind, new Said(now - QUIET, 0));
      boolean due = now - last.at() >= QUIET;
      said.put(kind, due ? new Said(now, 0) : new Said(last.at(), last.since() + 1));
      return due ? OptionalLong.of(last.since()) : OptionalLong.empty();
    } finally {
      lock.unlock();
    }
  }

  private static String text(Route route, BackendException failure, long unsaid) {
    String text = route + " failed: " + failure.getMessage() + " (" + failure.kind() + ")";
    return unsaid == 0 ? text : text + "; " + unsaid + " more since this was said last";
  }
}
