package io.patternsdk.session.servlet;

import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;

/** A listener of the application. */
final class Heard
    implements HttpSessionListener, HttpSessionAttributeListener, HttpSessionIdListener {
  @Override
  public void sessionCreated(HttpSessionEvent event) {
    Listening.HEARD.add("created");
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    Listening.HEARD.add("destroyed of " + event.getSession().getAttribute("user"));
  }

  @Override
  public void attributeAdded(HttpSessionBindingEvent event) {
    Listening.HEARD.add("added " + event.getName());
  }

  @Override
  public void attributeRemoved(HttpSessionBindingEvent event) {
    Listening.HEARD.add("removed " + event.getName() + " " + event.getValue());
  }

  @Override
  public void attributeReplaced(HttpSessionBindingEvent event) {
    Listening.HEARD.add("replaced " + event.getName() + " " + event.getValue());
  }

  @Override
  public void sessionIdChanged(HttpSessionEvent event, String old) {
    Listening.HEARD.add("renamed " + !old.equals(event.getSession().getId()));
  }
}
