package io.patternsdk.core.queue;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Traits;
import java.time.Duration;
import java.util.List;

/**
 * Queues in which a message stays until someone has acknowledged it: {@code queue_basic}.
 *
 * <p>A queue exists as soon as it is used; its name follows the rules of keys. Delivery is at least
 * once: a message that is received and neither acknowledged nor given back within the backend's
 * visibility timeout is delivered again, in no promised order. Several receivers share the
 * messages. An idle queue holds no connection.
 */
public interface MessageQueue {

  /**
   * Appends the message; returns when the backend has stored it with the durability that {@link
   * Traits#durability} states. Repeating stores it again, with the same id.
   */
  void enqueue(String queue, Message message);

  /**
   * Takes up to {@code max} messages, waiting up to {@code wait} for the first of them; an empty
   * list means that none came, also where the ambient deadline ended the wait. Returns as soon as
   * there is one. {@code wait} may be zero.
   */
  List<Delivery> receive(String queue, int max, Duration wait);

  /**
   * Removes a delivered message for good. False if the receipt no longer holds it: acknowledged
   * already, or given to somebody else meanwhile. Repeating is safe.
   */
  boolean ack(String queue, Receipt receipt);

  /**
   * Gives a delivered message back, to be delivered again at once. False if the receipt no longer
   * holds it. Repeating is safe.
   */
  boolean nack(String queue, Receipt receipt);

  /** Returns how many messages wait and how many are delivered but not acknowledged. */
  Depth depth(String queue);

  /**
   * How full a queue is, as of a moment ago.
   *
   * @param waiting messages that can be received
   * @param delivered messages received and not yet acknowledged
   */
  record Depth(long waiting, long delivered) {}
}
