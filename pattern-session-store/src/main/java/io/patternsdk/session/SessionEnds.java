package io.patternsdk.session;

import static io.patternsdk.core.merge.Lifecycle.ENDED;

import io.patternsdk.core.Meters;
import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Records;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.session.SessionEvent.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Decides that sessions end, each once, and tells it. Thread-safe. */
final class SessionEnds {
  private static final Logger LOG = System.getLogger(SessionEnds.class.getName());

  private final Records records;
  private final SessionIds ids;
  private final SessionCodec codec;
  private final Duration horizon;
  private final List<Consumer<? super SessionEvent>> listeners = new CopyOnWriteArrayList<>();
  private final Map<Reason, LongConsumer> counters = new EnumMap<>(Reason.class);

  SessionEnds(
      Records records, SessionIds ids, SessionCodec codec, Duration horizon, Meters meters) {
    this.records = records;
    this.ids = ids;
    this.codec = codec;
    this.horizon = horizon;
    for (Reason reason : Reason.values()) {
      counters.put(
          reason,
          meters.counter(
              "session_store_destroyed_total",
              "Sessions whose end this process decided",
              "reason",
              lower(reason)));
    }
  }

  void listen(Consumer<? super SessionEvent> listener) {
    listeners.add(listener);
  }

  /** Ends a session if the condition holds; true for the one call that did. */
  boolean end(String key, Condition condition, Reason reason) {
    Merged merged =
        records.write(
            key, patch -> patch.when(condition).horizon(horizon).set(ENDED, lower(reason)));
    if (merged.applied()) {
      counters.getOrDefault(reason, amount -> {}).accept(1);
      Optional<StoredRecord> record = merged.record();
      tell(
          new SessionEvent(
              ids.id(key),
              record.flatMap(ended -> ended.text(SessionCodec.FROM)).map(ids::id),
              record.flatMap(ended -> ended.text(SessionCodec.PRINCIPAL)),
              reason,
              record.map(ended -> codec.session(key, ended))));
    }
    return merged.applied();
  }

  private void tell(SessionEvent event) {
    for (Consumer<? super SessionEvent> listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a listener failed to hear that a session ended", e);
      }
    }
  }

  private static String lower(Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
