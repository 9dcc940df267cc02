package io.patternsdk.driver.embedded;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import io.patternsdk.core.driver.Mailbox;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.PubSubWildcards;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.core.pubsub.TopicPattern;
import io.patternsdk.driver.embedded.journal.EmbeddedErrors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Topics within the process. */
final class EmbeddedPubSub implements PubSub, PubSubWildcards {
  private final int buffer;
  private final Duration timeout;
  private final ByteBudget budget;
  private final LongAdder dropped = new LongAdder();
  private final Map<String, Set<EmbeddedSubscription>> topics = new ConcurrentHashMap<>();
  private final Map<EmbeddedSubscription, TopicPattern> patterns = new ConcurrentHashMap<>();
  private volatile boolean closed;

  EmbeddedPubSub(int buffer, Duration timeout, ByteBudget budget) {
    this.buffer = buffer;
    this.timeout = timeout;
    this.budget = budget;
  }

  @Override
  public void publish(String topic, Message message) {
    admit();
    Set<EmbeddedSubscription> listening = topics.get(topic);
    if (listening != null) {
      listening.forEach(subscription -> subscription.put(topic, message));
    }
    if (!patterns.isEmpty()) {
      patterns.forEach(
          (subscription, pattern) -> {
            if (pattern.matches(topic)) {
              subscription.put(topic, message);
            }
          });
    }
  }

  @Override
  public PublishResult publishAll(List<Publication> publications) {
    publications.forEach(each -> publish(each.topic(), each.message()));
    return PublishResult.allPublished(publications.size());
  }

  @Override
  public Subscription subscribe(String topic, Subscriber subscriber) {
    EmbeddedSubscription subscription =
        new EmbeddedSubscription(mailbox(topic, subscriber), timeout, s -> leave(topic, s));
    topics.compute(
        topic,
        (t, known) -> {
          Set<EmbeddedSubscription> listening =
              known == null ? ConcurrentHashMap.newKeySet() : known;
          listening.add(subscription);
          return listening;
        });
    return open(subscription);
  }

  private void leave(String topic, EmbeddedSubscription subscription) {
    topics.computeIfPresent(
        topic,
        (t, listening) -> listening.remove(subscription) && listening.isEmpty() ? null : listening);
  }

  @Override
  public Subscription subscribePattern(String pattern, Subscriber subscriber) {
    TopicPattern compiled = TopicPattern.of(pattern);
    EmbeddedSubscription subscription =
        new EmbeddedSubscription(mailbox(pattern, subscriber), timeout, patterns::remove);
    patterns.put(subscription, compiled);
    return open(subscription);
  }

  /** What subscribes while the backend is being closed is closed too. */
  private Subscription open(EmbeddedSubscription subscription) {
    if (closed) {
      subscription.close();
    }
    admit();
    return subscription;
  }

  private Mailbox mailbox(String topic, Subscriber subscriber) {
    return new Mailbox("subscriber-" + topic, subscriber, buffer, budget, dropped);
  }

  private void admit() {
    if (closed) {
      throw EmbeddedErrors.closed();
    }
  }

  /** How many messages all subscriptions dropped. */
  long dropped() {
    return dropped.sum();
  }

  /** Ends all subscriptions and waits for running handlers until the deadline. */
  void close(Deadline deadline) {
    closed = true;
    List<EmbeddedSubscription> all = new ArrayList<>(patterns.keySet());
    topics.values().forEach(all::addAll);
    all.forEach(EmbeddedSubscription::shut);
    all.forEach(subscription -> subscription.rest(deadline));
    topics.clear();
    patterns.clear();
  }
}
