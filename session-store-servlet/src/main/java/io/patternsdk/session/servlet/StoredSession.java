package io.patternsdk.session.servlet;

import io.patternsdk.core.json.JsonValue;
import io.patternsdk.session.NewSession;
import io.patternsdk.session.Session;
import io.patternsdk.session.SessionChange;
import io.patternsdk.session.SessionException;
import io.patternsdk.session.SessionException.Code;
import io.patternsdk.session.objects.ObjectAttributes;
import io.patternsdk.session.objects.ObjectAttributes.Unset;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A session as one request has it; what it changes is kept here until it is saved. Thread-safe. */
final class StoredSession implements HttpSession {
  private final Sessions sessions;
  private final ServletContext application;
  private final ObjectAttributes attributes;
  private final Set<String> activated = ConcurrentHashMap.newKeySet();
  private final boolean isNew;
  private final Instant created;
  private final Instant accessed;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile String id;
  private volatile int idleSeconds;
  private volatile boolean idleChanged;
  private volatile boolean stored;
  private volatile boolean valid = true;

  private StoredSession(
      Sessions sessions, ServletContext application, @Nullable Session found, String id) {
    this.sessions = sessions;
    this.application = application;
    this.id = id;
    this.isNew = found == null;
    this.stored = found != null;
    this.created = found == null ? Instant.now() : found.created();
    this.accessed = found == null ? created : found.lastAccessed();
    Optional<Duration> idle = found == null ? Optional.of(sessions.idle) : found.idle();
    this.idleSeconds = idle.map(StoredSession::seconds).orElse(-1);
    this.attributes =
        new ObjectAttributes(sessions.codec, found == null ? Map.of() : found.attributes());
  }

  static StoredSession found(Sessions sessions, ServletContext application, Session session) {
    return new StoredSession(sessions, application, session, session.id());
  }

  static StoredSession created(Sessions sessions, ServletContext application, String id) {
    return new StoredSession(sessions, application, null, id);
  }

  private static int seconds(Duration idle) {
    return (int) Math.min(Integer.MAX_VALUE, idle.plusMillis(999).toSeconds());
  }

  boolean valid() {
    return valid;
  }

  private void check() {
    if (!valid) {
      throw new IllegalStateException("the session has ended");
    }
  }

  @Override
  public long getCreationTime() {
    check();
    return created.toEpochMilli();
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public long getLastAccessedTime() {
    check();
    return accessed.toEpochMilli();
  }

  @Override
  public ServletContext getServletContext() {
    return application;
  }

  /** Sets it; zero and less for never, as the specification has it. */
  @Override
  public void setMaxInactiveInterval(int seconds) {
    idleSeconds = seconds;
    idleChanged = true;
  }

  @Override
  public int getMaxInactiveInterval() {
    return idleSeconds;
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    check();
    Object value = attributes.get(name).orElse(null);
    if (value != null && activated.add(name)) {
      SessionListeners.activated(this, value);
    }
    return value;
  }

  @Override
  public Enumeration<String> getAttributeNames() {
    check();
    return Collections.enumeration(attributes.names());
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    check();
    if (value == null) {
      removeAttribute(name);
      return;
    }
    Object before = attributes.get(name).orElse(null);
    if (before != value) {
      sessions.listeners.bound(this, name, value);
    }
    attributes.set(name, value);
    activated.add(name);
    sessions.listeners.set(this, name, value, before);
  }

  @Override
  public void removeAttribute(String name) {
    check();
    attributes.remove(name).ifPresent(value -> sessions.listeners.removed(this, name, value));
  }

  @Override
  public boolean isNew() {
    check();
    return isNew;
  }

  @Override
  public void invalidate() {
    lock.lock();
    try {
      check();
      if (!stored || sessions.end(id)) {
        tellEnd();
      }
      valid = false;
    } finally {
      lock.unlock();
    }
  }

  /** Tells listeners and values that this is over; they can still read it. */
  void tellEnd() {
    sessions.listeners.destroyed(this);
    attributes.names().forEach(this::removeAttribute);
    valid = false;
  }

  /** Gives it another id at once. */
  String rename() {
    lock.lock();
    try {
      check();
      String old = id;
      id = stored ? sessions.store.rename(old).id() : sessions.store.newId();
      sessions.listeners.renamed(this, old);
      return id;
    } catch (SessionException e) {
      if (e.code() != Code.NOT_FOUND) {
        throw e;
      }
      valid = false;
      throw new IllegalStateException("the session has ended", e);
    } finally {
      lock.unlock();
    }
  }

  /** Writes what has changed. What has ended meanwhile stays ended, and is invalid from then on. */
  void save() {
    lock.lock();
    try {
      if (valid) {
        write();
      }
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    attributes.loaded().forEach((name, value) -> SessionListeners.passivated(this, value));
    Map<String, @Nullable JsonValue> changes = attributes.take(Unset.CHANGED);
    boolean idle = idleChanged;
    idleChanged = false;
    try {
      if (stored) {
        update(changes, idle);
      } else {
        create(changes);
        stored = true;
      }
    } catch (RuntimeException e) {
      attributes.putBack(changes.keySet());
      if (idle) {
        idleChanged = true;
      }
      throw e;
    }
  }

  private void create(Map<String, @Nullable JsonValue> changes) {
    Map<String, JsonValue> values = new HashMap<>();
    changes.forEach(
        (name, value) -> {
          if (value != null) {
            values.put(name, value);
          }
        });
    var unused =
        sessions.store.create(
            id, new NewSession(principal(), Optional.of(idle()), Optional.empty(), values));
  }

  private void update(Map<String, @Nullable JsonValue> changes, boolean idle) {
    SessionChange change = new SessionChange().set(changes);
    if (changes.containsKey(SessionFilter.PRINCIPAL)) {
      change.login(principal());
    }
    if (idle) {
      change.idle(idle());
    }
    if (change.isEmpty()) {
      return;
    }
    try {
      sessions.store.update(id, change);
    } catch (SessionException e) {
      if (e.code() != Code.NOT_FOUND) {
        throw e;
      }
      valid = false; // whoever ended it has the last word
    }
  }

  private Optional<String> principal() {
    return attributes
        .get(SessionFilter.PRINCIPAL)
        .map(Object::toString)
        .filter(name -> !name.isEmpty());
  }

  private Duration idle() {
    return Duration.ofSeconds(idleSeconds > 0 ? idleSeconds : -1);
  }

  /** Gives the session to whoever works on it outside a request, and writes what that changes. */
  @Override
  public Accessor getAccessor() {
    return consumer -> {
      StoredSession session =
          sessions
              .find(id, application)
              .orElseThrow(() -> new IllegalStateException("the session has ended"));
      consumer.accept(session);
      session.save();
    };
  }
}
