package io.patternsdk.core.layer;

import io.patternsdk.core.Message;

/**
 * A layer bound to one operation. Safe for use by any number of threads.
 *
 * <p>What comes from further in is a result or an {@link io.patternsdk.core.OperationException};
 * the core has already turned anything else that a driver threw into one.
 */
public interface Interceptor {

  /** The outward hook: runs {@code next} once, several times or not at all, on this thread. */
  <T> T call(Call<T> next);

  /**
   * Runs inside {@link #call}, for each message on its way out: may return one with more headers.
   */
  default Message outgoing(Message message) {
    return message;
  }

  /** The inward hook: runs {@code handler}, which takes a message that was delivered. */
  default void deliver(Message message, Runnable handler) {
    handler.run();
  }
}
