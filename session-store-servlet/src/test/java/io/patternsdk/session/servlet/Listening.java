package io.patternsdk.session.servlet;

import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A value that listens. */
record Listening(String name)
    implements Serializable, HttpSessionBindingListener, HttpSessionActivationListener {
  private static final long serialVersionUID = 1L;

  static final List<String> HEARD = new CopyOnWriteArrayList<>();

  @Override
  public void valueBound(HttpSessionBindingEvent event) {
    HEARD.add("bound " + event.getName());
  }

  @Override
  public void valueUnbound(HttpSessionBindingEvent event) {
    HEARD.add("unbound " + event.getName());
  }

  @Override
  public void sessionDidActivate(HttpSessionEvent event) {
    HEARD.add("activated");
  }

  @Override
  public void sessionWillPassivate(HttpSessionEvent event) {
    HEARD.add("passivated");
  }
}
