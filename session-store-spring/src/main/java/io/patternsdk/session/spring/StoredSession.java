package io.patternsdk.session.spring;

import io.patternsdk.core.json.JsonValue;
import io.patternsdk.session.NewSession;
import io.patternsdk.session.SessionChange;
import io.patternsdk.session.SessionException;
import io.patternsdk.session.SessionException.Code;
import io.patternsdk.session.SessionStore;
import io.patternsdk.session.objects.ObjectAttributes;
import io.patternsdk.session.objects.ObjectAttributes.Unset;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.FlushMode;
import org.springframework.session.Session;

/**
 * A session as whoever found or created it has it; what it changes is kept here until it is saved,
 * or written at once where the repository says so. Thread-safe.
 */
public final class StoredSession implements Session {
  private static final Set<String> INDEXED =
      Set.of(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, "SPRING_SECURITY_CONTEXT");

  /** The longest that a use may be behind in the store, as the store has it. */
  private static final Duration USE = Duration.ofMinutes(1);

  private static final Duration NEVER = Duration.ofSeconds(-1);
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final StoredSessionRepository repository;
  private final ObjectAttributes attributes;
  private final Instant created;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile String id;
  private volatile Instant accessed;
  private volatile Duration idle;
  private boolean idleChanged;
  private boolean stored;
  private boolean ended;

  /** The id in the store while this one has not been saved. */
  private @Nullable String former;

  /** When the store last heard of a use. */
  private Instant used = Instant.now();

  StoredSession(StoredSessionRepository repository, String id) {
    this.repository = repository;
    this.id = id;
    this.created = Instant.ofEpochMilli(System.currentTimeMillis());
    this.accessed = created;
    this.idle = repository.idle;
    this.attributes = new ObjectAttributes(repository.codec, Map.of());
  }

  StoredSession(StoredSessionRepository repository, io.patternsdk.session.Session found) {
    this.repository = repository;
    this.id = found.id();
    this.created = found.created();
    this.accessed = found.lastAccessed();
    this.idle = found.idle().orElse(NEVER);
    this.attributes = new ObjectAttributes(repository.codec, found.attributes());
    this.stored = true;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public String changeSessionId() {
    lock.lock();
    try {
      if (stored && former == null) {
        former = id;
      }
      id = repository.store.newId();
      if (former != null) {
        repository.pending().put(id, former);
      }
    } finally {
      lock.unlock();
    }
    flush();
    return id;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Spring declares it
  public <T> @Nullable T getAttribute(String name) {
    return (T) attributes.get(name).orElse(null);
  }

  @Override
  public Set<String> getAttributeNames() {
    return attributes.names();
  }

  /**
   * Sets an attribute, or removes it if the value is null.
   *
   * @throws IllegalArgumentException if it cannot be kept; the message names the class
   */
  @Override
  public void setAttribute(String name, @Nullable Object value) {
    var unused = value == null ? attributes.remove(name) : attributes.set(name, value);
    flush();
  }

  @Override
  public void removeAttribute(String name) {
    setAttribute(name, null);
  }

  @Override
  public Instant getCreationTime() {
    return created;
  }

  /** Says that it was used; the store hears of it when a use is due, by its own clock. */
  @Override
  public void setLastAccessedTime(Instant time) {
    accessed = time;
    flush();
  }

  @Override
  public Instant getLastAccessedTime() {
    return accessed;
  }

  @Override
  public void setMaxInactiveInterval(Duration interval) {
    lock.lock();
    try {
      idle = interval;
      idleChanged = true;
    } finally {
      lock.unlock();
    }
    flush();
  }

  @Override
  public Duration getMaxInactiveInterval() {
    return idle;
  }

  @Override
  public boolean isExpired() {
    Duration longest = idle;
    return !longest.isNegative() && !Instant.now().minus(longest).isBefore(accessed);
  }

  /** Saves it where each change is written at once. */
  void flush() {
    if (repository.flushMode == FlushMode.IMMEDIATE) {
      save();
    }
  }

  /** Writes what has changed. What has ended meanwhile stays ended. */
  void save() {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      if (stored) {
        move();
        update();
      } else {
        create();
      }
    } catch (SessionException e) {
      if (e.code() != Code.NOT_FOUND) {
        throw e;
      }
      ended = true; // whoever ended it has the last word
    } finally {
      lock.unlock();
    }
  }

  private void create() {
    Map<String, JsonValue> values = new HashMap<>();
    writing(
        changes -> {
          changes.forEach(
              (name, value) -> {
                if (value != null) {
                  values.put(name, value);
                }
              });
          var unused =
              repository.store.create(
                  id,
                  new NewSession(
                      repository.principal(this),
                      Optional.of(idle()),
                      Optional.of(repository.lifetime),
                      values));
        });
    stored = true;
    repository.created(this);
  }

  /** Gives it the id in the store that it has here. */
  private void move() {
    String old = former;
    if (old == null) {
      return;
    }
    SessionStore store = repository.store;
    try {
      var unused = store.rename(old, id);
    } catch (SessionException e) {
      if (e.code() != Code.NOT_FOUND || store.peek(id).isEmpty()) {
        throw e; // otherwise an earlier attempt did it, whose answer was lost
      }
    }
    repository.pending().remove(id);
    former = null;
  }

  private void update() {
    writing(
        changes -> {
          SessionChange change = new SessionChange().set(changes);
          if (changes.keySet().stream().anyMatch(INDEXED::contains)) {
            change.login(repository.principal(this));
          }
          if (idleChanged) {
            change.idle(idle());
          }
          if (!change.isEmpty()) {
            repository.store.update(id, change);
            used = Instant.now();
          } else if (useIsDue()) {
            ended = repository.store.find(id).isEmpty();
            used = Instant.now();
          }
        });
  }

  private interface Write {
    void of(Map<String, @Nullable JsonValue> changes);
  }

  private void writing(Write write) {
    Map<String, @Nullable JsonValue> changes = attributes.take(unset());
    boolean done = false;
    try {
      write.of(changes);
      idleChanged = false;
      done = true;
    } finally {
      if (!done) {
        attributes.putBack(changes.keySet());
      }
    }
  }

  private Unset unset() {
    return switch (repository.saveMode) {
      case ON_GET_ATTRIBUTE -> Unset.CHANGED;
      case ALWAYS -> Unset.ALL;
      default -> Unset.NONE;
    };
  }

  private boolean useIsDue() {
    Duration interval = idle.dividedBy(10);
    if (idle.isNegative() || interval.compareTo(USE) > 0) {
      interval = USE;
    }
    return Duration.between(used, accessed).compareTo(interval) >= 0;
  }

  private Duration idle() {
    Duration interval = idle;
    if (interval.isNegative()) {
      return NEVER;
    }
    return interval.compareTo(AT_ONCE) < 0 ? AT_ONCE : interval;
  }
}
