package io.patternsdk.core.standard;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.pubsub.Subscriber;

/** Takes the namespace off the topic and makes each message pass the layers on its way in. */
record ForwardedSubscriber(Subscriber subscriber, BoundOperation operation, Namespace namespace)
    implements Subscriber {

  @Override
  public void onMessage(String topic, Message message) {
    String stripped = namespace.stripTopic(topic);
    operation.deliver(topic, message, () -> subscriber.onMessage(stripped, message));
  }

  @Override
  public void onGap(Gap gap) {
    subscriber.onGap(gap);
  }
}
