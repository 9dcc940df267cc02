package io.patternsdk.driver.nats;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.driver.Mailbox;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.PubSubWildcards;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscriber.Gap;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.core.pubsub.TopicPattern;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Topics as subjects of core NATS. */
final class NatsPubSub implements PubSub, PubSubWildcards {
  private final NatsConnections connections;
  private final MessageCodec codec;
  private final int subscriberBuffer;
  private final ByteBudget budget;
  private final LongAdder dropped = new LongAdder();
  private final Set<Subject> open = ConcurrentHashMap.newKeySet();

  NatsPubSub(
      NatsConnections connections, MessageCodec codec, int subscriberBuffer, ByteBudget budget) {
    this.connections = connections;
    this.codec = codec;
    this.subscriberBuffer = subscriberBuffer;
    this.budget = budget;
    connections.events().onReturn(this::returned);
  }

  @Override
  public void publish(String topic, Message message) {
    Deadline deadline = connections.begin();
    int epoch = connections.epoch();
    String subject = TopicSubjects.subject(topic);
    send(subject, codec.ready(message));
    connections.confirm(epoch, deadline);
    connections.checkPermitted(subject);
  }

  private void send(String subject, MessageCodec.Ready ready) {
    connections.publish(subject, null, ready.headers(), ready.body());
  }

  @Override
  public PublishResult publishAll(List<Publication> publications) {
    Deadline deadline = connections.begin();
    int epoch = connections.epoch();
    String[] subjects = new String[publications.size()];
    Map<Integer, OperationException> failures = new TreeMap<>();
    MessageCodec.@Nullable Ready ready = null;
    for (int i = 0; i < subjects.length; i++) {
      Publication publication = publications.get(i);
      if (ready == null || ready.message() != publication.message()) {
        ready = codec.ready(publication.message()); // once for one that goes to many topics
      }
      subjects[i] = TopicSubjects.subject(publication.topic());
      try {
        send(subjects[i], ready);
      } catch (OperationException e) {
        failures.put(i, e);
      }
    }
    if (failures.size() == subjects.length) {
      throw failures.get(0);
    }
    confirm(epoch, deadline, subjects, failures);
    return new PublishResult(subjects.length, failures);
  }

  private void confirm(
      int epoch, Deadline deadline, String[] subjects, Map<Integer, OperationException> failures) {
    OperationException unconfirmed = null;
    try {
      connections.confirm(epoch, deadline);
    } catch (OperationException e) {
      unconfirmed = e;
    }
    for (int i = 0; i < subjects.length; i++) {
      if (unconfirmed != null) {
        failures.putIfAbsent(i, unconfirmed);
        continue;
      }
      try {
        connections.checkPermitted(subjects[i]);
      } catch (OperationException denied) {
        failures.put(i, denied);
      }
    }
  }

  @Override
  public Subscription subscribe(String topic, Subscriber subscriber) {
    return open(TopicSubjects.subject(topic), subscriber);
  }

  @Override
  public Subscription subscribePattern(String pattern, Subscriber subscriber) {
    return open(TopicSubjects.subject(TopicPattern.of(pattern)), subscriber);
  }

  private Subscription open(String subject, Subscriber subscriber) {
    Deadline deadline = connections.begin();
    int epoch = connections.epoch();
    Mailbox mailbox = new Mailbox("nats-subscriber", subscriber, subscriberBuffer, budget, dropped);
    Subject subscription = new Subject(subject, mailbox);
    open.add(subscription);
    try {
      connections.confirm(epoch, deadline);
      connections.checkPermitted(subject);
    } catch (OperationException e) {
      subscription.close(Deadline.after(java.time.Duration.ZERO));
      throw e;
    }
    return subscription;
  }

  private void put(Mailbox mailbox, io.nats.client.Message message) {
    mailbox.put(
        TopicSubjects.topic(message.getSubject()),
        message.getData().length,
        () -> codec.message(message.getHeaders(), message.getData()));
  }

  /** Reports the gap once the server has confirmed the subscriptions that were made again. */
  private void returned() {
    int epoch = connections.epoch();
    try {
      open.forEach(Subject::renew);
      connections.confirm(epoch, connections.begin());
      open.forEach(subscription -> subscription.mailbox.gap(Gap.RECONNECTED));
    } catch (OperationException lostAgain) {
      // the next return reports it
    }
  }

  /** How many messages all subscriptions dropped. */
  long dropped() {
    return dropped.sum();
  }

  /** Ends all subscriptions, waiting for running handlers until the deadline. */
  void close(Deadline deadline) {
    open.forEach(subscription -> subscription.close(deadline));
  }

  private final class Subject implements Subscription {
    private final String subject;
    private final Mailbox mailbox;
    private volatile io.nats.client.Subscription subscription;

    Subject(String subject, Mailbox mailbox) {
      this.subject = subject;
      this.mailbox = mailbox;
      this.subscription = begin();
    }

    private io.nats.client.Subscription begin() {
      return connections.subscribe(subject, message -> put(mailbox, message));
    }

    /** Subscribes again on another connection; the client does so on the same one. */
    private void renew() {
      if (!subscription.isActive()) {
        subscription = begin();
      }
      if (!open.contains(this)) {
        connections.unsubscribe(subscription);
      }
    }

    @Override
    public long dropped() {
      return mailbox.dropped();
    }

    @Override
    public void close() {
      close(connections.calls().deadline());
    }

    private void close(Deadline deadline) {
      if (open.remove(this)) {
        connections.unsubscribe(subscription);
      }
      mailbox.close(deadline);
    }
  }
}
