package io.patternsdk.session;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.PeriodicTask;
import io.patternsdk.core.pattern.Gate;
import io.patternsdk.core.pattern.Unfinished;
import io.patternsdk.session.SessionException.Code;
import java.time.Duration;
import java.util.function.Supplier;

/** The start and the end of a store, and what it does in between of itself. Thread-safe. */
final class SessionLife {
  private final SessionParts parts;
  private final SessionEnds ends;
  private final PeriodicTask sweeper;
  private final Gate gate = new Gate();

  SessionLife(SessionParts parts, SessionEnds ends, Clock clock) {
    this.parts = parts;
    this.ends = ends;
    Duration interval = parts.settings().sweepInterval();
    this.sweeper = new PeriodicTask("session-sweeper", clock, interval, this::sweep);
  }

  /** Ends sessions that have expired; returns when to look for more. */
  private Duration sweep() {
    boolean more = ends.sweep();
    if (!more) {
      parts.quotas().count();
    }
    return more ? Duration.ZERO : parts.settings().sweepInterval();
  }

  void start() {
    gate.openFirst("the store");
    parts.regions().start(ends::hand);
    sweeper.start();
  }

  void shutdown(Deadline deadline) {
    if (gate.drain(deadline)) {
      sweeper.close(deadline);
      parts.regions().close(deadline);
    }
  }

  Health health() {
    return gate.state() == Gate.State.OPEN ? parts.regions().health() : gate.health();
  }

  Unfinished unfinished() {
    return Unfinished.inFlight(gate.count() + parts.regions().waiting());
  }

  /** Counts, times and does what the store was asked, while it is running. */
  <T> T run(String operation, Supplier<T> work) {
    return parts
        .meters()
        .timed(
            operation,
            () ->
                gate.run(
                    work,
                    () -> new SessionException(Code.NOT_RUNNING, "the store is not running")));
  }
}
