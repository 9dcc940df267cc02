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
  <T> T call(Invocation invocation, Call<T> next);

  /**
   * Opens what lives on: runs {@code next} as {@link #call} does, and returns what accompanies what
   * was opened. By default the opening and each step are calls, and nothing is held in between. A
   * layer that fails after {@code next} has succeeded ends what that returned.
   */
  default Handle open(Invocation opening, Call<Handle> next) {
    return new HandleOfCalls(this, call(opening, next));
  }

  /**
   * Runs inside {@link #call}, for each message on its way out: may return one with more headers.
   */
  default Message outgoing(Message message) {
    return message;
  }

  /**
   * The inward hook: runs {@code handler}, which takes a message that was delivered.
   *
   * @param source the topic, queue or stream that it comes from, as the driver knows it
   */
  default void deliver(String source, Message message, Runnable handler) {
    handler.run();
  }
}
