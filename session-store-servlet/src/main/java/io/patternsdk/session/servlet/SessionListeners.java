package io.patternsdk.session.servlet;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Collection;
import java.util.EventListener;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who hears of sessions: listeners of the application, and values that listen. */
final class SessionListeners {
  private final List<EventListener> all;

  SessionListeners(Collection<? extends EventListener> all) {
    this.all = List.copyOf(all);
  }

  private <L> void each(Class<L> type, Consumer<L> tell) {
    all.stream().filter(type::isInstance).map(type::cast).forEach(tell);
  }

  void created(HttpSession session) {
    each(HttpSessionListener.class, l -> l.sessionCreated(new HttpSessionEvent(session)));
  }

  /** In the reverse order, as the specification has it. */
  void destroyed(HttpSession session) {
    for (EventListener listener : all.reversed()) {
      if (listener instanceof HttpSessionListener hears) {
        hears.sessionDestroyed(new HttpSessionEvent(session));
      }
    }
  }

  void renamed(HttpSession session, String old) {
    each(HttpSessionIdListener.class, l -> l.sessionIdChanged(new HttpSessionEvent(session), old));
  }

  void bound(HttpSession session, String name, Object value) {
    if (value instanceof HttpSessionBindingListener hears) {
      hears.valueBound(new HttpSessionBindingEvent(session, name, value));
    }
  }

  /** Tells of an attribute that was set. */
  void set(HttpSession session, String name, Object value, @Nullable Object before) {
    if (before == null) {
      var event = new HttpSessionBindingEvent(session, name, value);
      each(HttpSessionAttributeListener.class, l -> l.attributeAdded(event));
      return;
    }
    if (before != value) {
      unbound(session, name, before);
    }
    var event = new HttpSessionBindingEvent(session, name, before);
    each(HttpSessionAttributeListener.class, l -> l.attributeReplaced(event));
  }

  void removed(HttpSession session, String name, Object value) {
    unbound(session, name, value);
    var event = new HttpSessionBindingEvent(session, name, value);
    each(HttpSessionAttributeListener.class, l -> l.attributeRemoved(event));
  }

  private static void unbound(HttpSession session, String name, Object value) {
    if (value instanceof HttpSessionBindingListener hears) {
      hears.valueUnbound(new HttpSessionBindingEvent(session, name, value));
    }
  }

  static void activated(HttpSession session, Object value) {
    if (value instanceof HttpSessionActivationListener hears) {
      hears.sessionDidActivate(new HttpSessionEvent(session));
    }
  }

  static void passivated(HttpSession session, Object value) {
    if (value instanceof HttpSessionActivationListener hears) {
      hears.sessionWillPassivate(new HttpSessionEvent(session));
    }
  }
}
