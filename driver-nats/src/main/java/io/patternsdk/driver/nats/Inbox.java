package io.patternsdk.driver.nats;

import io.nats.client.Message;
import io.nats.client.Subscription;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A subject of our own on which the server answers with more than one message. */
final class Inbox implements AutoCloseable {
  private final NatsConnections connections;
  private final String subject;
  private final Subscription subscription;

  /** What has come; empty stands for the loss of the connection. */
  private final LinkedBlockingQueue<Optional<Message>> arrived = new LinkedBlockingQueue<>();

  private final Runnable onLoss = this::lost;

  Inbox(NatsConnections connections) {
    this.connections = connections;
    this.subject = connections.connection().createInbox();
    connections.events().onLoss(onLoss);
    try {
      this.subscription =
          connections.subscribe(subject, message -> arrived.add(Optional.of(message)));
    } catch (RuntimeException e) {
      connections.events().removeOnLoss(onLoss);
      throw e;
    }
  }

  private void lost() {
    arrived.add(Optional.empty());
  }

  String subject() {
    return subject;
  }

  /** Returns the next message; fails if none comes in time. */
  Message next(Deadline deadline) {
    try {
      Optional<Message> next = arrived.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new TimeoutException();
      }
      return next.orElseThrow(NatsErrors::lost);
    } catch (InterruptedException | TimeoutException | OperationException e) {
      throw connections.calls().failed(e, Effect.UNKNOWN);
    }
  }

  /**
   * Returns the first answer of a consumer. Where it is with another member of a cluster, ours may
   * not have heard of it yet and says that nobody takes the request, which is then made again.
   */
  Message first(Runnable request, Deadline deadline) {
    Deadline patience = deadline.sooner(Deadline.after(NatsConnections.UNHEARD));
    Message message = next(deadline);
    while (message.isStatusMessage()
        && message.getStatus().isNoResponders()
        && !patience.passed()) {
      connections.pause();
      request.run();
      message = next(deadline);
    }
    return message;
  }

  /** Closes it; whoever waits is told that the connection was lost. */
  void end() {
    close();
    lost();
  }

  @Override
  public void close() {
    connections.events().removeOnLoss(onLoss);
    connections.unsubscribe(subscription);
  }
}
