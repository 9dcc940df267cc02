package io.patternsdk.core.typed;

import io.patternsdk.core.Message;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscriber.Gap;
import io.patternsdk.core.pubsub.Subscription;
import java.util.function.Consumer;

/**
 * {@link PubSub} with bodies of a type. The obligations are the same.
 *
 * @param <T> the type of the bodies
 */
public record TypedPubSub<T>(PubSub topics, Codec<T> codec) {

  /** Publishes a value; returns when the backend has taken it. */
  public void publish(String topic, T value) {
    topics.publish(topic, Message.of(codec.encode(value)));
  }

  /**
   * Subscribes; returns when the backend has confirmed it. A body that the codec cannot read counts
   * as a failure of the subscriber: it is logged and the next message follows.
   */
  public Subscription subscribe(String topic, Consumer<? super T> receiver) {
    return subscribe(topic, receiver, gap -> {});
  }

  /** Subscribes, and learns of gaps too. */
  public Subscription subscribe(String topic, Consumer<? super T> receiver, Consumer<Gap> onGap) {
    return topics.subscribe(
        topic,
        new Subscriber() {
          @Override
          public void onMessage(String from, Message message) {
            receiver.accept(codec.decode(message.body()));
          }

          @Override
          public void onGap(Gap gap) {
            onGap.accept(gap);
          }
        });
  }
}
