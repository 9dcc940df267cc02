package io.patternsdk.driver.nats;

import io.nats.client.Message;
import io.nats.client.Subscription;
import io.patternsdk.core.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A subject of our own on which the server answers with more than one message. */
final class Inbox implements AutoCloseable {
  private final Link link;
  private final String subject;
  private final Subscription subscription;

  /** What has come; empty stands for the loss of the connection. */
  private final LinkedBlockingQueue<Optional<Message>> arrived = new LinkedBlockingQueue<>();

  private final Runnable onLoss = this::lost;

  Inbox(Link link) {
    this.link = link;
    this.subject = link.connection().createInbox();
    link.events().onLoss(onLoss);
    try {
      this.subscription = link.subscribe(subject, message -> arrived.add(Optional.of(message)));
    } catch (RuntimeException e) {
      link.events().removeOnLoss(onLoss);
      throw e;
    }
  }

  private void lost() {
    arrived.add(Optional.empty());
  }

  String subject() {
    return subject;
  }

  /** Returns the next message; empty if none came in time. */
  Optional<Message> next(long nanos) {
    Optional<Message> next;
    try {
      next = arrived.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw NatsErrors.interrupted(Effect.UNKNOWN, e);
    }
    if (next == null) {
      return Optional.empty();
    }
    if (next.isEmpty()) {
      throw link.closed() ? NatsErrors.closed() : NatsErrors.lost();
    }
    return next;
  }

  /** Ends it and returns what has come and nobody has taken. */
  List<Message> end() {
    link.events().removeOnLoss(onLoss);
    link.unsubscribe(subscription);
    List<Message> left = new ArrayList<>();
    arrived.forEach(message -> message.ifPresent(left::add));
    return left;
  }

  @Override
  public void close() {
    var unused = end();
  }
}
