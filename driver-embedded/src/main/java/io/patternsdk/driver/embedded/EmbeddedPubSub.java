package io.patternsdk.driver.embedded;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import io.patternsdk.core.capability.PubSub;
import io.patternsdk.core.capability.PubSubWildcards;
import io.patternsdk.core.capability.Publication;
import io.patternsdk.core.capability.PublishResult;
import io.patternsdk.core.capability.Subscriber;
import io.patternsdk.core.capability.Subscription;
import io.patternsdk.core.capability.TopicPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Topics within the process. */
final class EmbeddedPubSub implements PubSub, PubSubWildcards {
  private final int buffer;
  private final Duration timeout;
  private final Map<String, Set<Mailbox>> topics = new ConcurrentHashMap<>();
  private final Map<Mailbox, TopicPattern> patterns = new ConcurrentHashMap<>();
  private volatile boolean closed;

  EmbeddedPubSub(int buffer, Duration timeout) {
    this.buffer = buffer;
    this.timeout = timeout;
  }

  @Override
  public void publish(String topic, Message message) {
    admit();
    Set<Mailbox> mailboxes = topics.get(topic);
    if (mailboxes != null) {
      mailboxes.forEach(mailbox -> mailbox.offer(topic, message));
    }
    if (!patterns.isEmpty()) {
      patterns.forEach(
          (mailbox, pattern) -> {
            if (pattern.matches(topic)) {
              mailbox.offer(topic, message);
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
    Mailbox mailbox = new Mailbox(subscriber, buffer, timeout, m -> leave(topic, m));
    topics.compute(
        topic,
        (t, known) -> {
          Set<Mailbox> mailboxes = known == null ? ConcurrentHashMap.newKeySet() : known;
          mailboxes.add(mailbox);
          return mailboxes;
        });
    return open(mailbox);
  }

  private void leave(String topic, Mailbox mailbox) {
    topics.computeIfPresent(
        topic,
        (t, mailboxes) -> mailboxes.remove(mailbox) && mailboxes.isEmpty() ? null : mailboxes);
  }

  @Override
  public Subscription subscribePattern(String pattern, Subscriber subscriber) {
    TopicPattern compiled = TopicPattern.of(pattern);
    Mailbox mailbox = new Mailbox(subscriber, buffer, timeout, patterns::remove);
    patterns.put(mailbox, compiled);
    return open(mailbox);
  }

  /** What subscribes while the backend is being closed is closed too. */
  private Subscription open(Mailbox mailbox) {
    if (closed) {
      mailbox.close();
    }
    admit();
    return mailbox;
  }

  private void admit() {
    if (closed) {
      throw EmbeddedErrors.closed();
    }
  }

  /** Ends all subscriptions and waits for running handlers until the deadline. */
  void close(Deadline deadline) {
    closed = true;
    List<Mailbox> all = new ArrayList<>(patterns.keySet());
    topics.values().forEach(all::addAll);
    all.forEach(Mailbox::shut);
    all.forEach(mailbox -> mailbox.rest(deadline));
    topics.clear();
    patterns.clear();
  }
}
