package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.pubsub.PubSubWildcards;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.core.pubsub.TopicPattern;

/** Forwards {@code pubsub_wildcards}. */
final class PubSubWildcardsForwarder implements PubSubWildcards {
  static final String NAME = "pubsub_wildcards";
  static final Operation SUBSCRIBE_PATTERN =
      Operation.builder(NAME, "subscribe_pattern", Kind.RECEIVE).notWaiting().build();

  private final PubSubWildcards driver;
  private final Wiring wiring;
  private final BoundOperation subscribe;

  PubSubWildcardsForwarder(PubSubWildcards driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.subscribe = wiring.bind(SUBSCRIBE_PATTERN);
  }

  @Override
  public Subscription subscribePattern(String pattern, Subscriber subscriber) {
    String full = wiring.namespace().topicPattern(pattern);
    TopicPattern.of(pattern);
    Subscriber layered = new ForwardedSubscriber(subscriber, subscribe, wiring.namespace());
    return subscribe.call(full, () -> driver.subscribePattern(full, layered));
  }
}
