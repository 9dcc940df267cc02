package io.patternsdk.session.servlet;

import io.patternsdk.session.Session;
import io.patternsdk.session.SessionEvent;
import io.patternsdk.session.SessionStore;
import io.patternsdk.session.objects.ObjectCodec;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sessions of one application. Thread-safe. */
final class Sessions {
  /** Which session this thread ends itself, and tells of itself. */
  private static final ThreadLocal<String> ENDING = new ThreadLocal<>();

  final SessionStore store;
  final ObjectCodec codec;
  final Duration idle;
  final SessionListeners listeners;

  private volatile @Nullable ServletContext application;

  Sessions(SessionStore store, ObjectCodec codec, Duration idle, SessionListeners listeners) {
    this.store = store;
    this.codec = codec;
    this.idle = idle;
    this.listeners = listeners;
    store.onDestroyed(this::ended);
  }

  Optional<StoredSession> find(String id, ServletContext context) {
    application = context;
    return store.find(id).map(session -> StoredSession.found(this, context, session));
  }

  StoredSession create(ServletContext context) {
    application = context;
    StoredSession created = StoredSession.created(this, context, store.newId());
    listeners.created(created);
    return created;
  }

  /** Ends a session; false if somebody else has. */
  boolean end(String id) {
    ENDING.set(id);
    try {
      return store.delete(id);
    } finally {
      ENDING.remove();
    }
  }

  private void ended(SessionEvent event) {
    ServletContext context = application;
    Optional<Session> session = event.session();
    if (context != null && session.isPresent() && !event.id().equals(ENDING.get())) {
      StoredSession.found(this, context, session.get()).tellEnd();
    }
  }
}
