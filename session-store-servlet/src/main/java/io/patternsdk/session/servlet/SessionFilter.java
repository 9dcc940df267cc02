package io.patternsdk.session.servlet;

import io.patternsdk.session.SessionStore;
import io.patternsdk.session.objects.ObjectCodec;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.EventListener;
import java.util.List;

/**
 * Gives requests an {@code HttpSession} that is kept in a {@link SessionStore}, whatever the
 * container does about its own.
 *
 * <p>A request that asks for its session reads it once; what it changed is written once, before the
 * response is committed or when the request ends. What changed inside an object that the request
 * got is written too. Requests of one session at the same time have objects of their own, and those
 * that change different attributes lose none. A session that has ended meanwhile stays ended: what
 * a late request changed is dropped.
 *
 * <p>The store belongs to one application, and has to be running while the filter is used.
 */
public final class SessionFilter implements Filter {
  /** The attribute that says who is logged in: a text, by which sessions are listed and ended. */
  public static final String PRINCIPAL = "io.patternsdk.session.principal";

  private final Sessions sessions;
  private final SessionCookie cookie;
  private final String state = SessionFilter.class.getName() + '@' + System.identityHashCode(this);

  private SessionFilter(Builder asked) {
    this.cookie = asked.cookie;
    this.sessions =
        new Sessions(
            asked.store,
            ObjectCodec.allowing(asked.allowed),
            asked.idle,
            new SessionListeners(asked.listeners));
  }

  /** Starts making one. */
  public static Builder builder(SessionStore store) {
    return new Builder(store);
  }

  /** Adds this filter to an application, before those of its descriptor, for all paths. */
  public FilterRegistration.Dynamic register(ServletContext application) {
    FilterRegistration.Dynamic added = application.addFilter("pattern-sessions", this);
    if (added == null) {
      throw new IllegalStateException("the application has a filter pattern-sessions already");
    }
    added.setAsyncSupported(true);
    added.addMappingForUrlPatterns(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR),
        false,
        "/*");
    return added;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse answer)) {
      chain.doFilter(request, response);
      return;
    }
    RequestSession session =
        request.getAttribute(state) instanceof RequestSession known
            ? known
            : new RequestSession(sessions, cookie, http, answer);
    request.setAttribute(state, session);
    try {
      chain.doFilter(new SessionRequest(http, session), new SessionResponse(answer, session));
    } finally {
      session.save();
    }
    if (request.isAsyncStarted()) {
      request.getAsyncContext().addListener(new SavedAtEnd(session));
    }
  }

  /** Makes a filter. For one thread. */
  public static final class Builder {
    private final SessionStore store;
    private final List<String> allowed = new ArrayList<>();
    private final List<EventListener> listeners = new ArrayList<>();
    private SessionCookie cookie = SessionCookie.usual();
    private Duration idle = Duration.ofMinutes(30);

    private Builder(SessionStore store) {
      this.store = store;
    }

    /** Sets the cookie. */
    public Builder cookie(SessionCookie other) {
      this.cookie = other;
      return this;
    }

    /** Sets after how long without use a new session expires, 30 minutes by default. */
    public Builder idle(Duration other) {
      this.idle = other;
      return this;
    }

    /** Adds classes whose objects may be kept, as {@link ObjectCodec#allowing} takes them. */
    public Builder allow(String... classes) {
      allowed.addAll(List.of(classes));
      return this;
    }

    /**
     * Adds an {@code HttpSessionListener}, {@code HttpSessionAttributeListener} or {@code
     * HttpSessionIdListener}. The container tells its own of its own sessions alone.
     */
    public Builder listener(EventListener listener) {
      listeners.add(listener);
      return this;
    }

    /** Makes it. */
    public SessionFilter build() {
      return new SessionFilter(this);
    }
  }
}
