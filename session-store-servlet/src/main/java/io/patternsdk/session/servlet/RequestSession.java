package io.patternsdk.session.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The session of one request, read when it is asked for first. Thread-safe. */
final class RequestSession {
  private final Sessions sessions;
  private final SessionCookie cookie;
  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final List<String> shown;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable StoredSession session;
  private boolean looked;
  private String told = "";

  RequestSession(
      Sessions sessions,
      SessionCookie cookie,
      HttpServletRequest request,
      HttpServletResponse response) {
    this.sessions = sessions;
    this.cookie = cookie;
    this.request = request;
    this.response = response;
    this.shown = cookie.values(request);
  }

  /** Returns the id that the request came with: the one of a session, or the first. */
  @Nullable String requested() {
    return found()
        .map(StoredSession::getId)
        .filter(shown::contains)
        .orElse(shown.isEmpty() ? null : shown.getFirst());
  }

  boolean requestedIsValid() {
    return found().filter(found -> found.valid() && shown.contains(found.getId())).isPresent();
  }

  private Optional<StoredSession> found() {
    lock.lock();
    try {
      if (!looked) {
        looked = true;
        for (String id : shown) {
          session = sessions.find(id, request.getServletContext()).orElse(null);
          if (session != null) {
            told = id;
            break;
          }
        }
      }
      return Optional.ofNullable(session);
    } finally {
      lock.unlock();
    }
  }

  @Nullable StoredSession get(boolean create) {
    lock.lock();
    try {
      Optional<StoredSession> found = found().filter(StoredSession::valid);
      if (found.isPresent() || !create) {
        return found.orElse(null);
      }
      if (response.isCommitted()) {
        throw new IllegalStateException(
            "the response is committed, so a new session could not be told to the browser");
      }
      session = sessions.create(request.getServletContext());
      return session;
    } finally {
      lock.unlock();
    }
  }

  /** Writes what has changed, and the cookie while that is possible. */
  void save() {
    lock.lock();
    try {
      StoredSession known = session;
      if (known == null) {
        return;
      }
      known.save();
      String id = known.valid() ? known.getId() : "";
      if (!id.equals(told) && !response.isCommitted()) {
        told = id;
        response.addCookie(id.isEmpty() ? cookie.cleared(request) : cookie.set(request, id));
      }
    } finally {
      lock.unlock();
    }
  }
}
