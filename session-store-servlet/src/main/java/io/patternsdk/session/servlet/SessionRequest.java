package io.patternsdk.session.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/** A request whose session is ours. */
final class SessionRequest extends HttpServletRequestWrapper {
  private final RequestSession session;

  SessionRequest(HttpServletRequest request, RequestSession session) {
    super(request);
    this.session = session;
  }

  @Override
  public @Nullable HttpSession getSession() {
    return session.get(true);
  }

  @Override
  public @Nullable HttpSession getSession(boolean create) {
    return session.get(create);
  }

  @Override
  public String changeSessionId() {
    StoredSession found = session.get(false);
    if (found == null) {
      throw new IllegalStateException("the request has no session");
    }
    return found.rename();
  }

  @Override
  public @Nullable String getRequestedSessionId() {
    return session.requested();
  }

  @Override
  public boolean isRequestedSessionIdValid() {
    return session.requestedIsValid();
  }

  @Override
  public boolean isRequestedSessionIdFromCookie() {
    return session.requested() != null;
  }

  @Override
  public boolean isRequestedSessionIdFromURL() {
    return false;
  }
}
