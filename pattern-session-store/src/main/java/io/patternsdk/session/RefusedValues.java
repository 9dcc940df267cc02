package io.patternsdk.session;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Meters;
import io.patternsdk.session.SessionException.Code;
import io.patternsdk.session.protection.RefusedValueException;
import io.patternsdk.session.protection.RefusedValueException.Kind;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Counts values that are stored and refused, and says so in the log: of each kind once a minute,
 * since one value is refused each time somebody looks. Thread-safe.
 */
final class RefusedValues {
  private static final Logger LOG = System.getLogger(RefusedValues.class.getName());
  private static final long MINUTE = 60_000_000_000L;

  private final Clock clock;
  private final SessionAudit audit;
  private final Map<Kind, LongConsumer> counters = new EnumMap<>(Kind.class);
  private final Map<Kind, AtomicLong> quietUntil = new EnumMap<>(Kind.class);

  RefusedValues(Clock clock, SessionAudit audit, Meters meters) {
    this.clock = clock;
    this.audit = audit;
    for (Kind kind : Kind.values()) {
      quietUntil.put(kind, new AtomicLong(clock.nanoTime()));
      counters.put(
          kind,
          meters.counter(
              "session_store_refused_values_total",
              "Stored values that were not taken for what the store wrote",
              "reason",
              kind.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Notes that a value of a session was refused. */
  Unreadable refused(String key, String what, RefusedValueException why) {
    Kind kind = why.kind();
    counters.getOrDefault(kind, amount -> {}).accept(1);
    String reason = what + " " + why.getMessage();
    AtomicLong until = quietUntil.getOrDefault(kind, new AtomicLong());
    long quiet = until.get();
    long now = clock.nanoTime();
    if (now - quiet >= 0 && until.compareAndSet(quiet, now + MINUTE)) {
      LOG.log(
          Level.WARNING, "refused, and no more of this kind are told for a minute: {0}", reason);
    }
    if (kind == Kind.NO_KEY) {
      return new Unreadable(Code.UNREADABLE, reason);
    }
    audit.tampered(key, reason);
    return new Unreadable(Code.TAMPERED, reason);
  }
}
