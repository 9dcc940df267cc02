package io.patternsdk.testkit.contract;

import io.patternsdk.core.Message;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.PubSubWildcards;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.core.pubsub.TopicPattern;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Topics: a list of subscriptions, each with a buffer and a thread. */
final class ReferenceTopics implements PubSub, PubSubWildcards {
  private final ReferenceServer server;
  private final List<ReferenceSubscription> subscriptions = new CopyOnWriteArrayList<>();

  ReferenceTopics(ReferenceServer server) {
    this.server = server;
  }

  @Override
  public void publish(String topic, Message message) {
    Message whole = server.sorted(message, Flaw.HEADERS_ARE_SORTED);
    Message sent = server.has(Flaw.HEADERS_ARE_LOST) ? bare(message) : whole;
    for (ReferenceSubscription subscription : subscriptions) {
      if (subscription.matches(topic)) {
        subscription.offer(topic, sent);
      }
    }
  }

  @Override
  public PublishResult publishAll(List<Publication> publications) {
    publications.forEach(p -> publish(p.topic(), p.message()));
    return PublishResult.allPublished(publications.size());
  }

  @Override
  public Subscription subscribe(String topic, Subscriber subscriber) {
    if (server.has(Flaw.TOPICS_ARE_PATTERNS) && topic.endsWith("*")) {
      return add(
          published -> published.startsWith(topic.replace("*", "")),
          subscriber,
          Flaw.CLOSING_ENDS_NOTHING);
    }
    return add(topic::equals, subscriber, Flaw.CLOSING_ENDS_NOTHING);
  }

  @Override
  public Subscription subscribePattern(String pattern, Subscriber subscriber) {
    TopicPattern reference = TopicPattern.of(pattern);
    String glob = pattern.replaceAll("[^*>a-z0-9.]", ".").replace("*", ".*").replace(">", ".+");
    return add(
        topic ->
            server.has(Flaw.A_STAR_SPANS_SEGMENTS) ? topic.matches(glob) : reference.matches(topic),
        subscriber,
        Flaw.CLOSING_A_PATTERN_ENDS_NOTHING);
  }

  private Subscription add(Predicate<String> topics, Subscriber subscriber, Flaw endless) {
    ReferenceSubscription subscription =
        new ReferenceSubscription(
            server, topics, subscriber, server.has(endless) ? s -> false : subscriptions::remove);
    if (server.has(Flaw.SUBSCRIPTION_IS_CONFIRMED_LATE)) {
      Thread.startVirtualThread(
          () -> {
            LockSupport.parkNanos(50_000_000);
            subscriptions.add(subscription);
          });
    } else {
      subscriptions.add(subscription);
    }
    return subscription;
  }

  private static Message bare(Message message) {
    return Message.builder(message.body()).id(message.id()).build();
  }
}
