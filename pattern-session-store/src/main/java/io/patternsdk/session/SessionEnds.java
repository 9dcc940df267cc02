package io.patternsdk.session;

import static io.patternsdk.core.merge.Lifecycle.ENDED;
import static io.patternsdk.core.merge.Lifecycle.GROUP;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Meters;
import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.Records;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.session.SessionEvent.Reason;
import io.patternsdk.session.internal.regions.Region;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Decides that sessions end, each once, and tells it. Thread-safe. */
final class SessionEnds {
  private static final Logger LOG = System.getLogger(SessionEnds.class.getName());

  private static final int SWEPT_AT_ONCE = 100;

  private final SessionParts parts;
  private final Clock wall;
  private final Records records;
  private final List<Consumer<? super SessionEvent>> listeners;
  private final Map<Reason, LongConsumer> counters;

  SessionEnds(SessionParts parts, Records records, Clock wall, Meters meters) {
    this.parts = parts;
    this.wall = wall;
    this.records = records;
    this.listeners = new CopyOnWriteArrayList<>();
    this.counters = new EnumMap<>(Reason.class);
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

  private SessionEnds(SessionEnds base, Records records) {
    this.parts = base.parts;
    this.wall = base.wall;
    this.records = records;
    this.listeners = base.listeners;
    this.counters = base.counters;
  }

  /** Returns the same with other records. */
  SessionEnds of(Records other) {
    return new SessionEnds(this, other);
  }

  void listen(Consumer<? super SessionEvent> listener) {
    listeners.add(listener);
  }

  /** Ends a session if the condition holds; true for the one call in this region that did. */
  boolean end(String key, Condition condition, Reason reason) {
    Merged merged =
        records.write(
            key,
            patch ->
                patch
                    .when(condition)
                    .horizon(parts.settings().horizon())
                    .set(ENDED, lower(reason)));
    if (merged.applied() && decidesHere(merged.record())) {
      ended(key, merged.record(), reason);
    }
    return merged.applied();
  }

  private boolean decidesHere(Optional<StoredRecord> record) {
    return !parts.regions().several() || home(record).equals(parts.regions().own());
  }

  private String home(Optional<StoredRecord> record) {
    return parts.regions().home(record.flatMap(found -> found.text(SessionCodec.HOME)));
  }

  private void ended(String key, Optional<StoredRecord> record, Reason reason) {
    counters.getOrDefault(reason, amount -> {}).accept(1);
    Optional<Session> session = record.flatMap(ended -> parts.codec().intact(key, ended));
    tell(
        new SessionEvent(
            parts.ids().id(key),
            record.flatMap(ended -> ended.text(SessionCodec.FROM)).map(parts.ids()::id),
            session.flatMap(Session::principal),
            reason,
            session));
  }

  /** Brings what was written here to another region. */
  void hand(Region region, String key, Patch patch) {
    Field end = patch.fields().get(ENDED);
    if (end != null) {
      atHome(region, key, patch, end);
      return;
    }
    Merged merged = region.merge(key, patch);
    Renaming.loggedOut(key).ifPresent(group -> logOut(region, group, patch, merged));
  }

  /**
   * Ends the sessions of a group that only another region knows, if somebody logged in before the
   * group was logged out here: by the time of that region, to which the age of the logout is
   * carried over.
   */
  private void logOut(Region region, String group, Patch logout, Merged merged) {
    long at = logout.fields().values().stream().mapToLong(f -> f.stamp().millis()).max().orElse(0);
    long age = Math.max(0, wall.now().toEpochMilli() - at);
    long there = merged.record().map(StoredRecord::now).orElse(at) - age;
    RecordQuery query = RecordQuery.alive(RecordQuery.MOST).in(group);
    Optional<String> next = Optional.empty();
    do {
      RecordPage page = region.list(query.after(next));
      page.records().stream()
          .filter(item -> loggedInBy(item.record(), there))
          .forEach(item -> endUnknown(item.key()));
      next = page.next();
    } while (next.isPresent());
  }

  private static boolean loggedInBy(StoredRecord record, long millis) {
    Field group = record.fields().get(GROUP);
    return group != null && group.stamp().millis() <= millis;
  }

  /** Leaves the end of a session here that may not have come yet; it is handed on and told. */
  private void endUnknown(String key) {
    boolean known = end(key, Condition.ALIVE, Reason.LOGGED_OUT);
    if (!known && records.read(key).map(record -> record.state() != State.ENDED).orElse(true)) {
      var unused =
          records.write(
              key,
              patch ->
                  patch.horizon(parts.settings().horizon()).set(ENDED, lower(Reason.LOGGED_OUT)));
    }
  }

  /**
   * Brings an end of this region to another. Where that is the home of the session it is decided
   * there, by whoever comes first, and told here if that is us.
   */
  private void atHome(Region region, String key, Patch patch, Field end) {
    Merged merged = region.merge(key, patch.when(Condition.ALIVE));
    if (!merged.applied() && state(merged) == State.EXPIRED) {
      merged = region.merge(key, patch.when(Condition.EXPIRED));
    }
    boolean first = merged.applied() || wasOurs(merged, end);
    if (!merged.applied()) {
      merged = region.merge(key, patch.when(Condition.ALWAYS));
    }
    if (first && home(merged.record()).equals(region.name())) {
      Optional<Reason> reason = reason(end);
      Optional<StoredRecord> record = merged.record();
      reason.ifPresent(why -> ended(key, record, why));
    }
  }

  private static State state(Merged merged) {
    return merged.record().map(StoredRecord::state).orElse(State.PENDING);
  }

  /** Whether what was refused had arrived before, and its answer was lost. */
  private static boolean wasOurs(Merged merged, Field end) {
    Optional<Field> stored = merged.record().map(record -> record.fields().get(ENDED));
    return stored.map(field -> field.stamp().equals(end.stamp())).orElse(false);
  }

  /** Why a session ended; empty of one that was renamed. */
  private static Optional<Reason> reason(Field end) {
    return Stream.of(Reason.values())
        .filter(reason -> Arrays.equals(lower(reason).getBytes(UTF_8), end.value()))
        .findFirst();
  }

  /**
   * Ends sessions that have expired and are at home here; with several regions those that have
   * expired in each of them. True if there may be more.
   */
  boolean sweep() {
    RecordPage page = records.list(RecordQuery.expired(SWEPT_AT_ONCE));
    long ended =
        page.records().stream()
            .filter(item -> decidesHere(Optional.of(item.record())))
            .filter(item -> !parts.regions().several() || expired(item))
            .filter(item -> end(item.key(), Condition.EXPIRED, Reason.EXPIRED))
            .count();
    return ended > 0 && page.records().size() == SWEPT_AT_ONCE;
  }

  private boolean expired(RecordPage.Item item) {
    return parts.regions().expiredEverywhere(item.key(), item.record());
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
