package io.patternsdk.core.layer;

import io.patternsdk.core.Message;

/** Two interceptors as one. */
record Chain(Interceptor outer, Interceptor inner) implements Interceptor {

  @Override
  public <T> T call(Invocation invocation, Call<T> next) {
    return outer.call(invocation, () -> inner.call(invocation, next));
  }

  @Override
  public Handle open(Invocation opening, Call<Handle> next) {
    return outer.open(opening, () -> inner.open(opening, next));
  }

  @Override
  public Message outgoing(Message message) {
    return inner.outgoing(outer.outgoing(message));
  }

  @Override
  public void deliver(String source, Message message, Runnable handler) {
    outer.deliver(source, message, () -> inner.deliver(source, message, handler));
  }
}
