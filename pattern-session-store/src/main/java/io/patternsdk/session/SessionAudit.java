package io.patternsdk.session;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Meters;
import io.patternsdk.core.OperationException;
import io.patternsdk.session.SessionException.Code;
import io.patternsdk.session.audit.AuditLog;
import io.patternsdk.session.audit.SessionAuditEntry;
import io.patternsdk.session.audit.SessionAuditEntry.Action;
import io.patternsdk.session.audit.SessionAuditEntry.Outcome;
import io.patternsdk.session.audit.SessionCaller;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Tells those who keep it what was done to sessions. Thread-safe. */
final class SessionAudit {
  private static final Logger LOG = System.getLogger(SessionAudit.class.getName());

  private final Clock clock;
  private final SessionIds ids;
  private final String region;
  private final LongConsumer lost;
  private final List<AuditLog> logs = new CopyOnWriteArrayList<>();

  SessionAudit(Clock clock, SessionIds ids, String region, Meters meters) {
    this.clock = clock;
    this.ids = ids;
    this.region = region;
    this.lost =
        meters.counter("session_store_audit_lost_total", "Audit entries that could not be kept");
  }

  void listen(AuditLog log) {
    logs.add(log);
  }

  /** What is done, on whose behalf and to which session. */
  record Subject(
      SessionCaller caller, Action action, Optional<String> id, Optional<String> principal) {}

  /** Returns what work returns, and tells what came of it. */
  <T> T of(Subject subject, Supplier<T> work) {
    if (logs.isEmpty()) {
      return work.get();
    }
    try {
      T result = work.get();
      Outcome outcome = Boolean.FALSE.equals(result) ? Outcome.ABSENT : Outcome.DONE;
      tell(subject, outcome, detail(subject.action(), result));
      return result;
    } catch (SessionException e) {
      Outcome outcome = e.code() == Code.NOT_FOUND ? Outcome.ABSENT : Outcome.REFUSED;
      tell(subject, outcome, Optional.of(lower(e.code())));
      throw e;
    } catch (OperationException e) {
      tell(subject, Outcome.FAILED, Optional.of("effect " + lower(e.effect())));
      throw e;
    }
  }

  private Optional<String> detail(Action action, Object result) {
    if (result instanceof Long ended) {
      return Optional.of("ended " + ended);
    }
    return action == Action.RENAME && result instanceof Session renamed
        ? hash(renamed.id()).map(hash -> "to " + hash)
        : Optional.empty();
  }

  /** Tells that something of a session was not written by a store. */
  void tampered(String key, String what) {
    Optional<String> id = Optional.of(ids.id(key));
    Subject subject = new Subject(SessionCaller.UNKNOWN, Action.TAMPERED, id, Optional.empty());
    tell(subject, Outcome.REFUSED, Optional.of(what));
  }

  private Optional<String> hash(String id) {
    return ids.key(id).map(ids::hash);
  }

  private void tell(Subject subject, Outcome outcome, Optional<String> detail) {
    if (logs.isEmpty()) {
      return;
    }
    SessionAuditEntry entry =
        new SessionAuditEntry(
            clock.now(),
            subject.caller(),
            region,
            subject.action(),
            outcome,
            subject.id().flatMap(this::hash),
            subject.principal(),
            detail);
    for (AuditLog log : logs) {
      try {
        log.take(entry);
      } catch (RuntimeException e) {
        lost.accept(1);
        LOG.log(Level.ERROR, "an audit log has not taken an entry", e);
      }
    }
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
