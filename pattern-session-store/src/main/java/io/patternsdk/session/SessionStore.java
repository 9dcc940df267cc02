package io.patternsdk.session;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.Records;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pattern.Unfinished;
import io.patternsdk.session.SessionAudit.Subject;
import io.patternsdk.session.SessionEvent.Reason;
import io.patternsdk.session.SessionException.Code;
import io.patternsdk.session.audit.AuditLog;
import io.patternsdk.session.audit.SessionAuditEntry.Action;
import io.patternsdk.session.audit.SessionCaller;
import io.patternsdk.session.internal.regions.Following;
import io.patternsdk.session.internal.regions.Regions;
import io.patternsdk.session.regions.RegionStatus;
import io.patternsdk.session.regions.RepairProgress;
import io.patternsdk.session.regions.Token;
import io.patternsdk.session.regions.WriteReport;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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
  private final SessionParts parts;
  private final SessionWork work;
  private final RegionalReads regional;
  private final SessionLife life;
  private final boolean view;
  private final @Nullable Following following;
  private final SessionCaller caller;

  /** Starts making a store inside a program, without a runner. */
  public static SessionStoreBuilder builder() {
    return new SessionStoreBuilder();
  }

  SessionStore(PatternContext context, SessionSettings settings, Regions regions) {
    Records records = regions.records();
    this.parts = SessionParts.of(context, settings, regions);
    SessionEnds ends = new SessionEnds(parts, records, context.clock(), context.meters());
    this.work = new SessionWork(parts, records, ends);
    this.regional = new RegionalReads(regions, parts.codec());
    this.life = new SessionLife(parts, ends, context.clock());
    this.view = false;
    this.following = null;
    this.caller = SessionCaller.UNKNOWN;
  }

  private SessionStore(SessionStore base, @Nullable Following following, SessionCaller caller) {
    this.parts = base.parts;
    this.work = following == null ? base.work : base.work.of(parts.regions().records(following));
    this.regional = base.regional;
    this.life = base.life;
    this.view = true;
    this.following = following;
    this.caller = caller;
  }

  /** Returns this store for somebody whom audit entries name; closing that does nothing. */
  public SessionStore by(SessionCaller somebody) {
    return new SessionStore(this, following, somebody);
  }

  /**
   * Returns this store as somebody sees it who may have used it in other regions: what the token
   * says was written there is in each session that is found, used or changed by its id. Lists are
   * what they are. Where the token names another region and the session does not show that all has
   * come, one round trip more to each such region and one to the own; a region that cannot be asked
   * then fails the call. Starting and closing it does nothing.
   */
  public SessionStore following(Token token) {
    return new SessionStore(this, parts.regions().following(token), caller);
  }

  /**
   * Returns the token that this store was made to follow, with all that was written by it since;
   * for a store that follows nobody, that of nothing.
   */
  public Token token() {
    return following == null ? Token.none() : following.token();
  }

  /**
   * Hears of each session whose end this process decides, on the thread that decided it; what it
   * throws is logged. A process that dies between the decision and the call takes the news along.
   */
  public void onDestroyed(Consumer<? super SessionEvent> listener) {
    work.ends.listen(listener);
  }

  /**
   * Hears of each session that is created, deleted, renamed, extended or logged out everywhere by
   * this process, and of what was tampered with; of a refusal and a failure, too.
   */
  public void onAudit(AuditLog log) {
    parts.audit().listen(log);
  }

  /**
   * Creates a session; one round trip. After an unknown effect it may be there and nobody has its
   * id; it expires.
   *
   * @throws SessionException INVALID, TOO_LARGE or TOO_MANY
   */
  public Session create(NewSession asked) {
    return create(newId(), asked);
  }

  /** Returns an id that nobody has, for a session that is created later; no round trip. */
  public String newId() {
    return parts.ids().id(parts.ids().newKey());
  }

  /**
   * Creates a session of an id that {@link #newId} gave.
   *
   * @throws SessionException INVALID, of an id that is not from there or was used, TOO_LARGE or
   *     TOO_MANY
   */
  public Session create(String id, NewSession asked) {
    return audited(
        subject(Action.CREATE, id, asked.principal()),
        "create",
        () -> work.creation.create(given(id), asked));
  }

  private String given(String id) {
    return parts
        .ids()
        .key(id)
        .orElseThrow(() -> new SessionException(Code.INVALID, "the id is not from newId()"));
  }

  /** Returns a session without using it; empty if there is none. One round trip. */
  public Optional<Session> peek(String id) {
    return run("get", () -> parts.ids().key(id).flatMap(work.reads::alive));
  }

  /**
   * Returns a session and counts that as a use, which is stored when the last that was stored is a
   * tenth of the idle time or the touch interval ago. Empty if there is none. One round trip, and
   * one more to store a use where a tenth of the idle time is less than the touch interval.
   */
  public Optional<Session> find(String id) {
    return run("get", () -> parts.ids().key(id).flatMap(work.reads::used));
  }

  /**
   * Sets attributes, and removes those whose value is null; the others stay as they are. Counts as
   * a use. One round trip.
   *
   * @throws SessionException NOT_FOUND, INVALID or TOO_LARGE
   */
  public void set(String id, Map<String, ? extends @Nullable JsonValue> attributes) {
    run("set", () -> work.writes.change(id, parts.codec().fields(attributes)));
  }

  /** Sets one attribute: what {@link JsonValue#of} takes. */
  public void set(String id, String name, @Nullable Object value) {
    set(id, Map.of(name, JsonValue.of(value)));
  }

  /** Removes attributes; those that are not there are skipped. */
  public void remove(String id, Collection<String> names) {
    Map<String, @Nullable JsonValue> removed = new HashMap<>();
    names.forEach(name -> removed.put(name, null));
    run("delete_attribute", () -> work.writes.change(id, parts.codec().fields(removed)));
  }

  /**
   * Sets who is logged in; empty for nobody. One round trip, and two more where a principal may
   * have so many sessions only.
   *
   * @throws SessionException NOT_FOUND, INVALID, TOO_LARGE or TOO_MANY
   */
  public void login(String id, Optional<String> principal) {
    run("login", () -> work.writes.login(id, principal));
  }

  /**
   * Changes several things of a session at once, all or none, which counts as a use. One round
   * trip, and two more where it logs somebody in who may have so many sessions only.
   *
   * @throws SessionException NOT_FOUND, INVALID, TOO_LARGE or TOO_MANY
   */
  public void update(String id, SessionChange change) {
    run("update", () -> work.writes.update(id, change));
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
    Subject subject = subject(Action.EXTEND, id, Optional.empty());
    var unused = audited(subject, "extend", () -> work.writes.extend(id, lasting));
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
    return audited(
        subject(Action.DELETE, id, Optional.empty()),
        "delete",
        () ->
            parts
                .ids()
                .key(id)
                .map(key -> work.ends.end(key, Condition.ALIVE, Reason.DELETED))
                .orElse(false));
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
    return audited(
        subject(Action.RENAME, id, Optional.empty()),
        "rename",
        () -> {
          String key = parts.ids().key(id).orElseThrow(SessionException::notFound);
          String other = given(to);
          return parts
              .codec()
              .session(
                  other, work.renaming.rename(key, other).orElseThrow(SessionException::notFound));
        });
  }

  /**
   * Returns a session as a region has it, without using it; empty if there is none. One round trip
   * to that region, which holds up no call to another.
   *
   * @throws SessionException INVALID, if there is no such region
   */
  public Optional<Session> get(String region, String id) {
    return run(
        "get_in_region", () -> parts.ids().key(id).flatMap(key -> regional.get(region, key)));
  }

  /**
   * Brings a session to all regions at once and says which have it; what has failed is handed on
   * again as all writes are. One round trip to each.
   *
   * @throws SessionException NOT_FOUND
   */
  public WriteReport replicate(String id) {
    return run(
        "replicate",
        () ->
            parts
                .ids()
                .key(id)
                .flatMap(parts.regions()::push)
                .orElseThrow(SessionException::notFound));
  }

  /**
   * Compares another region with the own one and makes both equal, as is done in the background now
   * and then and when something may be missing.
   *
   * @throws SessionException INVALID, if there is no other region of this name
   */
  public RepairProgress repair(String region) {
    return run(
        "repair",
        () ->
            parts
                .regions()
                .repair(region)
                .orElseThrow(() -> RegionalReads.unknown(region, parts.regions().names())));
  }

  /** Returns how each region is, the own one first; calls none. */
  public List<RegionStatus> regions() {
    return parts.regions().status();
  }

  /** Returns the most sessions that a page may have, as the settings say. */
  public int maxPageSize() {
    return parts.settings().maxPageSize();
  }

  /** Lists the sessions of a principal. One round trip. */
  public SessionPage list(String principal, int limit, Optional<String> after) {
    return run("list", () -> work.lists.of(principal, limit, after));
  }

  /**
   * Lists sessions that match a filter on {@code principal} and {@code attributes}, such as {@code
   * {"attributes.theme": "dark"}}. A page looks at as many sessions as the limit says, so it may
   * have fewer. One round trip.
   */
  public SessionPage list(Filter filter, int limit, Optional<String> after) {
    return run("list", () -> work.lists.matching(filter, limit, after));
  }

  /**
   * Ends all sessions of a principal that were there when it was called, and returns how many.
   * Those that are created meanwhile may stay.
   */
  public long logoutEverywhere(String principal) {
    Optional<String> somebody = Optional.of(principal);
    Subject all = new Subject(caller, Action.LOGOUT_EVERYWHERE, Optional.empty(), somebody);
    return audited(all, "logout_everywhere", () -> work.logout(principal));
  }

  /**
   * Writes values of some sessions anew that a key protects, or {@code none}, with the one that is
   * written with, and says where to go on; then the key can go. What others write meanwhile holds.
   * One round trip, and one for each session with such values; repeating is safe.
   *
   * @throws SessionException INVALID, of a key that is not known or written with
   */
  public RetiredValues retire(String key, int limit, Optional<String> after) {
    return run("retire_key", () -> new KeyRetirement(parts, key).run(limit, after));
  }

  @Override
  public void start() {
    if (!view) {
      life.start();
    }
  }

  @Override
  public void shutdown(Deadline deadline) {
    if (!view) {
      life.shutdown(deadline);
    }
  }

  @Override
  public Health health(Deadline deadline) {
    return life.health();
  }

  @Override
  public Unfinished unfinished() {
    return life.unfinished();
  }

  private Subject subject(Action action, String id, Optional<String> principal) {
    return new Subject(caller, action, Optional.of(id), principal);
  }

  private <T> T audited(Subject subject, String operation, Supplier<T> work) {
    return parts.audit().of(subject, () -> run(operation, work));
  }

  private <T> T run(String operation, Supplier<T> work) {
    return life.run(operation, work);
  }
}
