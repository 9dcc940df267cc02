package io.patternsdk.session.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Writes what was changed after the request had left its thread. */
record SavedAtEnd(RequestSession session) implements AsyncListener {
  @Override
  public void onComplete(AsyncEvent event) {
    session.save();
  }

  @Override
  public void onTimeout(AsyncEvent event) {}

  @Override
  public void onError(AsyncEvent event) {}

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }
}
