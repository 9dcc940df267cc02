package io.patternsdk.core.pubsub;

import io.patternsdk.core.Message;

/**
 * Receives what a subscription delivers.
 *
 * <p>Calls come one at a time and, for one publisher and topic, in the order of publishing. A call
 * that throws is counted and logged, and the next message follows. A slow subscriber fills a
 * bounded buffer; beyond it messages are dropped, counted and reported as a gap.
 */
@FunctionalInterface
public interface Subscriber {

  /** Takes one message from the topic on which it was published. */
  void onMessage(String topic, Message message);

  /**
   * Learns that messages may have been missed: the connection was lost and has come back, or the
   * buffer overflowed. Called in line with the messages, after the subscription works again.
   */
  default void onGap(Gap gap) {}

  /** Why messages may be missing. */
  enum Gap {
    /** The connection to the backend was lost for a while. */
    RECONNECTED,
    /** The subscriber was too slow and its buffer overflowed. */
    OVERFLOW
  }
}
