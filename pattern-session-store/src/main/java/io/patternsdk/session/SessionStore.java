package io.patternsdk.session;

import static io.patternsdk.core.merge.Lifecycle.ACCESSED;
import static io.patternsdk.core.merge.Lifecycle.CREATED;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.PeriodicTask;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.Records;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.Gate;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pattern.Unfinished;
import io.patternsdk.session.SessionEvent.Reason;
import io.patternsdk.session.SessionException.Code;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of users, which any number of processes share.
 *
 * <p>Attributes are written one by one, so requests that write different ones at the same time lose
 * none. What has ended never comes back, whatever is written late. Each method throws {@link
 * SessionException} for what it refuses and {@link io.patternsdk.core.OperationException} for what
 * a backend failed; where the effect of that is unknown, it may have happened. Thread-safe.
 */
public final class SessionStore implements Pattern {
  private static final int SWEPT_AT_ONCE = 100;

  private final SessionSettings settings;
  private final Records records;
  private final SessionIds ids;
  private final SessionCodec codec;
  private final SessionClock clock;
  private final SessionEnds ends;
  private final Renaming renaming;
  private final SessionLists lists;
  private final PeriodicTask sweeper;
  private final SessionMeters meters;
  private final SessionQuotas quotas;
  private final SessionWrites writes;
  private final Gate gate = new Gate();

  /** Starts making a store inside a program, without a runner. */
  public static SessionStoreBuilder builder() {
    return new SessionStoreBuilder();
  }

  SessionStore(PatternContext context, SessionSettings settings) {
    FilledSlot region = context.slot(SessionStoreProvider.REGIONS);
    Clock wall = context.clock();
    this.settings = settings;
    this.records =
        region.require(SessionStoreProvider.RECORDS).records(region.require(KEYVALUE_SCAN), wall);
    this.ids = new SessionIds(settings.secret(), settings.formerSecret());
    this.codec = new SessionCodec(settings, ids);
    this.clock = new SessionClock(wall, records);
    this.ends = new SessionEnds(records, ids, codec, settings.horizon(), context.meters());
    this.renaming = new Renaming(records, ends, settings.horizon());
    this.lists = new SessionLists(records, ids, codec, settings.maxPageSize());
    this.sweeper = new PeriodicTask("session-sweeper", wall, settings.sweepInterval(), this::sweep);
    this.quotas = new SessionQuotas(records, settings);
    this.meters = new SessionMeters(context.meters(), wall, quotas::last);
    this.writes = new SessionWrites(settings, records, ids, codec, clock, quotas, meters);
  }

  /**
   * Hears of each session whose end this process decides, on the thread that decided it; what it
   * throws is logged. A process that dies between the decision and the call takes the news along.
   */
  public void onDestroyed(Consumer<? super SessionEvent> listener) {
    ends.listen(listener);
  }

  /**
   * Creates a session; one round trip. After an unknown effect it may be there and nobody has its
   * id; it expires.
   *
   * @throws SessionException INVALID, TOO_LARGE or TOO_MANY
   */
  public Session create(NewSession asked) {
    return run("create", () -> createNow(ids.newKey(), asked));
  }

  /** Returns an id that nobody has, for a session that is created later; no round trip. */
  public String newId() {
    return ids.id(ids.newKey());
  }

  /**
   * Creates a session of an id that {@link #newId} gave.
   *
   * @throws SessionException INVALID, of an id that is not from there or was used, TOO_LARGE or
   *     TOO_MANY
   */
  public Session create(String id, NewSession asked) {
    return run("create", () -> createNow(given(id), asked));
  }

  private String given(String id) {
    return ids.key(id)
        .orElseThrow(() -> new SessionException(Code.INVALID, "the id is not from newId()"));
  }

  private Session createNow(String key, NewSession asked) {
    Map<String, byte @Nullable []> fields = codec.fields(asked.attributes());
    Lasting lasting =
        new Lasting(
            asked.idle().or(() -> Optional.of(settings.idle())),
            asked.lifetime().or(() -> Optional.of(settings.lifetime())));
    quotas.checkCreate(asked.principal());
    long now = clock.millis();
    Merged merged =
        writes.write(
            key,
            patch -> {
              patch.when(Condition.ABSENT).set(CREATED, now).set(ACCESSED, now);
              lasting.write(patch, now, settings);
              fields.forEach(patch::set);
              if (asked.principal().isPresent()) {
                SessionCodec.login(patch, asked.principal());
              }
            });
    if (!merged.applied()) {
      throw new SessionException(Code.INVALID, "there is, or was, a session of that id");
    }
    quotas.created();
    StoredRecord record = merged.record().orElseThrow();
    meters.wrote(record);
    return codec.session(key, record);
  }

  /** Returns a session without using it; empty if there is none. One round trip. */
  public Optional<Session> peek(String id) {
    return run("get", () -> ids.key(id).flatMap(this::alive).map(Alive::session));
  }

  /**
   * Returns a session and counts that as a use, which is stored when the last that was stored is a
   * tenth of the idle time or the touch interval ago. Empty if there is none. One round trip, and
   * one more to store a use where a tenth of the idle time is less than the touch interval.
   */
  public Optional<Session> find(String id) {
    return run("get", () -> ids.key(id).flatMap(this::touched));
  }

  private Optional<Session> touched(String key) {
    long now = clock.millis();
    Optional<StoredRecord> record = touch(key, now, settings.touchInterval());
    if (record.isEmpty() || record.get().state() != State.ALIVE) {
      return renaming.completed(key, record).map(found -> codec.session(key, found));
    }
    Session session = codec.session(key, record.get());
    Duration own = session.idle().map(settings::touchInterval).orElse(settings.touchInterval());
    boolean due = session.lastAccessed().toEpochMilli() <= now - own.toMillis();
    return due && own.compareTo(settings.touchInterval()) < 0
        ? touch(key, now, own)
            .filter(found -> found.state() == State.ALIVE)
            .map(found -> codec.session(key, found))
        : Optional.of(session);
  }

  /** Stores a use unless another one was stored less than the interval ago. */
  private Optional<StoredRecord> touch(String key, long now, Duration interval) {
    Condition due = Condition.accessedBy(now - interval.toMillis());
    return writes.write(key, patch -> patch.when(due).set(ACCESSED, now)).record();
  }

  private record Alive(StoredRecord record, Session session) {}

  private Optional<Alive> alive(String key) {
    Optional<StoredRecord> record = records.read(key);
    return record
        .filter(found -> found.state() == State.ALIVE)
        .or(() -> renaming.completed(key, record))
        .map(found -> new Alive(found, codec.session(key, found)));
  }

  /**
   * Sets attributes, and removes those whose value is null; the others stay as they are. Counts as
   * a use. One round trip.
   *
   * @throws SessionException NOT_FOUND, INVALID or TOO_LARGE
   */
  public void set(String id, Map<String, ? extends @Nullable JsonValue> attributes) {
    run("set", () -> writes.change(id, codec.fields(attributes)));
  }

  /** Sets one attribute: what {@link JsonValue#of} takes. */
  public void set(String id, String name, @Nullable Object value) {
    set(id, Map.of(name, JsonValue.of(value)));
  }

  /** Removes attributes; those that are not there are skipped. */
  public void remove(String id, Collection<String> names) {
    Map<String, @Nullable JsonValue> removed = new HashMap<>();
    names.forEach(name -> removed.put(name, null));
    run("delete_attribute", () -> writes.change(id, codec.fields(removed)));
  }

  /**
   * Sets who is logged in; empty for nobody. One round trip, and two more where a principal may
   * have so many sessions only.
   *
   * @throws SessionException NOT_FOUND, INVALID, TOO_LARGE or TOO_MANY
   */
  public void login(String id, Optional<String> principal) {
    run("login", () -> writes.login(id, principal));
  }

  /**
   * Changes several things of a session at once, all or none, which counts as a use. One round
   * trip, and two more where it logs somebody in who may have so many sessions only.
   *
   * @throws SessionException NOT_FOUND, INVALID, TOO_LARGE or TOO_MANY
   */
  public void update(String id, SessionChange change) {
    run("update", () -> writes.update(id, change));
  }

  /**
   * Sets anew how long a session lasts, from now on; negative for never, and what is empty stays as
   * it is. One round trip.
   *
   * @throws SessionException NOT_FOUND, or INVALID where both are empty
   */
  public void extend(String id, Optional<Duration> idle, Optional<Duration> lifetime) {
    if (idle.isEmpty() && lifetime.isEmpty()) {
      throw new SessionException(Code.INVALID, "say an idle time, a lifetime or both");
    }
    Lasting lasting = new Lasting(idle, lifetime);
    run("extend", () -> writes.extend(id, lasting));
  }

  /** Sets both anew. */
  public void extend(String id, Duration idle, Duration lifetime) {
    extend(id, Optional.of(idle), Optional.of(lifetime));
  }

  /**
   * Ends a session; false if there is none. Of many that do so at once, exactly one is answered
   * true. One round trip.
   */
  public boolean delete(String id) {
    return run(
        "delete",
        () -> ids.key(id).map(key -> ends.end(key, Condition.ALIVE, Reason.DELETED)).orElse(false));
  }

  /**
   * Gives a session another id, as is done when somebody logs in. The old id is gone from the
   * moment at which the new one counts, and nothing that was written to it before is lost. Four
   * round trips, two more with a principal.
   *
   * @return the session under its new id
   * @throws SessionException NOT_FOUND, of which the old id is no more
   */
  public Session rename(String id) {
    return rename(id, newId());
  }

  /**
   * Gives a session an id that {@link #newId} gave.
   *
   * @throws SessionException NOT_FOUND, or INVALID of a new id that is not from there or was used
   */
  public Session rename(String id, String to) {
    return run(
        "rename",
        () -> {
          String key = ids.key(id).orElseThrow(SessionStore::notFound);
          String other = given(to);
          return codec.session(
              other, renaming.rename(key, other).orElseThrow(SessionStore::notFound));
        });
  }

  /** Returns the most sessions that a page may have, as the settings say. */
  public int maxPageSize() {
    return settings.maxPageSize();
  }

  /** Lists the sessions of a principal. One round trip. */
  public SessionPage list(String principal, int limit, Optional<String> after) {
    return run("list", () -> lists.of(principal, limit, after));
  }

  /**
   * Lists sessions that match a filter on {@code principal} and {@code attributes}, such as {@code
   * {"attributes.theme": "dark"}}. A page looks at as many sessions as the limit says, so it may
   * have fewer. One round trip.
   */
  public SessionPage list(Filter filter, int limit, Optional<String> after) {
    return run("list", () -> lists.matching(filter, limit, after));
  }

  /**
   * Ends all sessions of a principal that were there when it was called, and returns how many.
   * Those that are created meanwhile may stay.
   */
  public long logoutEverywhere(String principal) {
    return run("logout_everywhere", () -> new Logout(records, ends, renaming, principal).run());
  }

  /** Ends sessions that have expired; returns when to look for more. */
  private Duration sweep() {
    RecordPage page = records.list(RecordQuery.expired(SWEPT_AT_ONCE));
    for (RecordPage.Item item : page.records()) {
      ends.end(item.key(), Condition.EXPIRED, Reason.EXPIRED);
    }
    if (page.records().size() == SWEPT_AT_ONCE) {
      return Duration.ZERO;
    }
    quotas.count();
    return settings.sweepInterval();
  }

  @Override
  public void start() {
    gate.openFirst("the store");
    sweeper.start();
  }

  @Override
  public void shutdown(Deadline deadline) {
    if (gate.drain(deadline)) {
      sweeper.close(deadline);
    }
  }

  @Override
  public Health health(Deadline deadline) {
    return gate.health();
  }

  @Override
  public Unfinished unfinished() {
    return Unfinished.inFlight(gate.count());
  }

  private <T> T run(String operation, Supplier<T> work) {
    return meters.timed(
        operation,
        () ->
            gate.run(
                work, () -> new SessionException(Code.NOT_RUNNING, "the store is not running")));
  }

  static SessionException notFound() {
    return new SessionException(
        Code.NOT_FOUND, "there is no such session: it has ended, has expired, or never was");
  }
}
