package io.patternsdk.session.spring;

import io.patternsdk.session.Session;
import io.patternsdk.session.SessionPage;
import io.patternsdk.session.SessionStore;
import io.patternsdk.session.objects.ObjectCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.FlushMode;
import org.springframework.session.MapSession;
import org.springframework.session.PrincipalNameIndexResolver;
import org.springframework.session.SaveMode;

/**
 * Spring's sessions, kept in a {@link SessionStore}.
 *
 * <p>What has ended stays ended: {@link #save} of such a session does nothing. {@link #findById}
 * counts as a use. Sessions are found by the name of their principal and by no other index. Events
 * are told in the process that created a session or decided its end; whoever was logged out
 * everywhere counts as deleted. An attribute that cannot be read is kept, and absent for whoever
 * asks. Thread-safe.
 */
public final class StoredSessionRepository
    implements FindByIndexNameSessionRepository<StoredSession> {
  private static final List<String> ALLOWED =
      List.of(
          "org.springframework.security.**",
          "org.springframework.web.servlet.FlashMap",
          "org.springframework.util.LinkedMultiValueMap",
          "org.springframework.util.MultiValueMapAdapter");

  private final PrincipalNameIndexResolver<StoredSession> principals =
      new PrincipalNameIndexResolver<>();
  private final PendingIds pending = new PendingIds();
  private final SessionEvents events;
  final SessionStore store;
  final ObjectCodec codec;
  final Duration idle;
  final Duration lifetime;
  final SaveMode saveMode;
  final FlushMode flushMode;

  private StoredSessionRepository(Builder asked) {
    this.store = asked.store;
    this.codec = ObjectCodec.allowing(asked.allowed);
    this.idle = asked.idle;
    this.lifetime = asked.lifetime;
    this.saveMode = asked.saveMode;
    this.flushMode = asked.flushMode;
    this.events = new SessionEvents(this, asked.publisher);
    store.onDestroyed(events::ended);
  }

  /**
   * Starts making one.
   *
   * @param publisher who is told of sessions that were created and ended
   */
  public static Builder builder(SessionStore store, ApplicationEventPublisher publisher) {
    return new Builder(store, publisher);
  }

  @Override
  public StoredSession createSession() {
    StoredSession created = new StoredSession(this, store.newId());
    created.flush();
    return created;
  }

  @Override
  public void save(StoredSession session) {
    session.save();
  }

  @Override
  public @Nullable StoredSession findById(String id) {
    return store.find(id).map(this::found).orElse(null);
  }

  StoredSession found(Session session) {
    return new StoredSession(this, session);
  }

  /** Ends a session, also by an id that it has been given and not saved with. */
  @Override
  public void deleteById(String id) {
    var unused = store.delete(pending.former(id).orElse(id));
  }

  @Override
  public Map<String, StoredSession> findByIndexNameAndIndexValue(String index, String value) {
    Map<String, StoredSession> found = new LinkedHashMap<>();
    if (index.equals(PRINCIPAL_NAME_INDEX_NAME)) {
      Optional<String> next = Optional.empty();
      do {
        SessionPage page = store.list(value, store.maxPageSize(), next);
        page.sessions().forEach(session -> found.put(session.id(), found(session)));
        next = page.next();
      } while (next.isPresent());
    }
    return found;
  }

  Optional<String> principal(StoredSession session) {
    return Optional.ofNullable(principals.resolveIndexValueFor(session))
        .filter(name -> !name.isEmpty());
  }

  PendingIds pending() {
    return pending;
  }

  void created(StoredSession session) {
    events.created(session);
  }

  /** Makes a repository. For one thread. */
  public static final class Builder {
    private final SessionStore store;
    private final ApplicationEventPublisher publisher;
    private final List<String> allowed = new ArrayList<>(ALLOWED);
    private Duration idle = MapSession.DEFAULT_MAX_INACTIVE_INTERVAL;
    private Duration lifetime = Duration.ofMillis(-1);
    private SaveMode saveMode = SaveMode.ON_SET_ATTRIBUTE;
    private FlushMode flushMode = FlushMode.ON_SAVE;

    private Builder(SessionStore store, ApplicationEventPublisher publisher) {
      this.store = store;
      this.publisher = publisher;
    }

    /** Sets after how long without use a new session expires, negative for never; 30 minutes. */
    public Builder idle(Duration other) {
      this.idle = other;
      return this;
    }

    /**
     * Sets after how long a new session expires however it is used; never by default, as it is with
     * Spring Session.
     */
    public Builder lifetime(Duration other) {
      this.lifetime = other;
      return this;
    }

    /**
     * Adds classes whose objects may be kept, as {@link ObjectCodec#allowing} takes them; those of
     * Spring Security and of redirects are.
     */
    public Builder allow(String... classes) {
      allowed.addAll(List.of(classes));
      return this;
    }

    /**
     * Sets what is written beside what was set: nothing by default; with ON_GET_ATTRIBUTE what was
     * asked for and is not any more what is stored; with ALWAYS everything that can be read.
     */
    public Builder saveMode(SaveMode other) {
      this.saveMode = other;
      return this;
    }

    /** Sets whether each change is written at once, or all when the session is saved. */
    public Builder flushMode(FlushMode other) {
      this.flushMode = other;
      return this;
    }

    /** Makes it. */
    public StoredSessionRepository build() {
      return new StoredSessionRepository(this);
    }
  }
}
