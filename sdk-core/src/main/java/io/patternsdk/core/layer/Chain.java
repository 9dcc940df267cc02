package io.patternsdk.core.layer;

import io.patternsdk.core.Message;

/** Two interceptors as one. */
record Chain(Interceptor outer, Interceptor inner) implements Interceptor {

  @Override
  public <T> T call(Call<T> next) {
    return outer.call(
        next.requestedWait().isZero()
            ? () -> inner.call(next)
            : Call.waiting(next.requestedWait(), () -> inner.call(next)));
  }

  @Override
  public Message outgoing(Message message) {
    return inner.outgoing(outer.outgoing(message));
  }

  @Override
  public void deliver(Message message, Runnable handler) {
    outer.deliver(message, () -> inner.deliver(message, handler));
  }
}
