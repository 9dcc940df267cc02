package io.patternsdk.core.pubsub;

import io.patternsdk.core.Message;
import java.util.List;

/**
 * Publishes to topics and subscribes to them: {@code pubsub_basic}.
 *
 * <p>A topic follows the rules of keys; {@code .} separates its segments where wildcards are used.
 * Nobody stores anything: a subscriber receives what is published while it is connected.
 */
public interface PubSub {

  /**
   * Publishes; returns when the backend has taken the message, whether or not anyone listens.
   * Repeating delivers it again, with the same id.
   */
  void publish(String topic, Message message);

  /**
   * Publishes many messages in one go, pipelined; returns when the backend has taken or refused
   * each. One that fails does not stop the others and is reported in the result.
   *
   * @throws io.patternsdk.core.OperationException if none of them can have been published
   */
  PublishResult publishAll(List<Publication> publications);

  /**
   * Subscribes; returns when the backend has confirmed it, so whatever is published afterwards is
   * received. See {@link Subscriber} for what it promises and {@link Subscription} for its end.
   */
  Subscription subscribe(String topic, Subscriber subscriber);
}
