package io.patternsdk.driver.nats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one connection of a driver, and what can be done with it in a bounded time. Nothing is sent
 * while it is down; what was sent when it broke fails at once and is not sent again.
 */
final class Link {
  /** Enough for a few threads to wait for nobody, and few enough for many threads to share. */
  private static final int ROUND_TRIPS = 16;

  private final LinkEvents events;
  private final Duration timeout;
  private final Flushes flushes;
  private final Comeback comeback;
  private volatile Connection connection;
  private volatile Dispatcher dispatcher;
  private volatile boolean closed;

  Link(Connection first, Connecting connecting) {
    this.events = connecting.events();
    this.timeout = connecting.context().operationTimeout();
    this.flushes = new Flushes(this::roundTrip, ROUND_TRIPS);
    this.connection = first;
    this.dispatcher = dispatcher(first);
    this.comeback = new Comeback(connecting, this::use, this::givenUp);
    if (connecting.config().maxReconnects() < 0) {
      events.onEnd(comeback::begin);
    }
  }

  private static Dispatcher dispatcher(Connection connection) {
    Dispatcher dispatcher = connection.createDispatcher();
    dispatcher.setPendingLimits(0, 0);
    return dispatcher;
  }

  /** Goes on with another connection; all subscriptions ended with the one before. */
  private void use(Connection next) {
    dispatcher = dispatcher(next);
    connection = next;
    if (closed) {
      end(next);
    } else {
      events.returned();
    }
  }

  private boolean givenUp() {
    return connection.getStatus() == Connection.Status.CLOSED;
  }

  /** The connection in use. */
  Connection connection() {
    return connection;
  }

  LinkEvents events() {
    return events;
  }

  /** The deadline of an operation that begins now; nothing begins that cannot end well. */
  Deadline begin() {
    if (closed) {
      throw NatsErrors.closed();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw NatsErrors.interrupted(Effect.NONE, null);
    }
    Deadline deadline = bounded();
    if (deadline.passed()) {
      throw NatsErrors.tooLate();
    }
    return deadline;
  }

  /** How long one operation may take. */
  Duration timeout() {
    return timeout;
  }

  /** The sooner of the ambient deadline and the operation timeout from now. */
  Deadline bounded() {
    return Deadline.current().sooner(Deadline.after(timeout));
  }

  /** The number of the connection in use, to be handed to {@link #confirm} after publishing. */
  int epoch() {
    return events.epoch();
  }

  /** Hands a message to the client, which sends it as soon as it can. */
  void publish(String subject, @Nullable String reply, @Nullable Headers headers, byte[] body) {
    // The client drops without a word what an interrupted thread hands to it.
    boolean interrupted = Thread.interrupted();
    try {
      connection.publish(subject, reply, headers, body);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw unsent(e);
    } finally {
      restore(interrupted);
    }
  }

  /** Returns when the server has taken all that was published since {@code epoch} was read. */
  void confirm(int epoch, Deadline deadline) {
    boolean taken;
    try {
      taken = flushes.flush(deadline.remainingNanos());
    } catch (InterruptedException | TimeoutException e) {
      throw events.epoch() == epoch || e instanceof InterruptedException
          ? NatsErrors.unanswered(e, closed)
          : NatsErrors.lost();
    }
    if (!taken || events.epoch() != epoch) {
      throw closed ? NatsErrors.unanswered(new CancellationException(), true) : NatsErrors.lost();
    }
  }

  private boolean roundTrip(long nanos) throws InterruptedException, TimeoutException {
    int epoch = events.epoch();
    if (connection.getStatus() != Connection.Status.CONNECTED) {
      return false;
    }
    try {
      connection.flush(Duration.ofNanos(nanos));
    } catch (TimeoutException | IllegalStateException e) {
      if (events.epoch() != epoch || closed) {
        return false;
      }
      if (e instanceof TimeoutException late) {
        throw late;
      }
      throw unsent((RuntimeException) e);
    }
    return events.epoch() == epoch && connection.getStatus() == Connection.Status.CONNECTED;
  }

  /** Sends a request whose answer is to be {@linkplain #await awaited}. */
  Answer request(String subject, @Nullable Headers headers, byte[] body, Deadline deadline) {
    Duration patience = deadline.remaining().plusSeconds(1);
    int epoch = events.epoch();
    try {
      Answer answer =
          new Answer(subject, connection.requestWithTimeout(subject, headers, body, patience));
      events.expect(answer, epoch);
      return answer;
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw unsent(e);
    }
  }

  /** Waits for an answer; whoever gives up forgets it. */
  Message await(Answer answer, Deadline deadline) {
    try {
      return answer.future().get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException
        | ExecutionException
        | TimeoutException
        | CancellationException e) {
      answer.future().cancel(true);
      throw NatsErrors.unanswered(e, closed);
    } finally {
      events.forget(answer);
    }
  }

  /** Says that an answer is no longer awaited. */
  void forget(Answer answer) {
    events.forget(answer);
    if (!answer.future().isDone()) {
      answer.future().cancel(true);
    }
  }

  /** Subscribes without waiting for the server; {@code handler} must not block. */
  Subscription subscribe(String subject, MessageHandler handler) {
    if (connection.getStatus() != Connection.Status.CONNECTED) {
      throw unsent(new IllegalStateException("not connected"));
    }
    try {
      return dispatcher.subscribe(subject, handler);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw unsent(e);
    }
  }

  void unsubscribe(Subscription subscription) {
    if (!closed && subscription.isActive()) {
      boolean interrupted = Thread.interrupted();
      try {
        dispatcher.unsubscribe(subscription);
      } catch (IllegalStateException alreadyEnded) {
        // the connection ended, and all subscriptions with it
      } finally {
        restore(interrupted);
      }
    }
  }

  /** Fails if the server has refused us this subject on this connection. */
  void checkPermitted(String subject) {
    String refusal = events.refusal(subject);
    if (refusal != null) {
      throw NatsErrors.denied(refusal);
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  boolean closed() {
    return closed;
  }

  private OperationException unsent(RuntimeException refusal) {
    if (closed) {
      return NatsErrors.closed();
    }
    return NatsErrors.unsent(refusal, connection.getStatus(), events.refusedLogin());
  }

  /** Refuses all later calls, and fails those in progress. */
  void close() {
    closed = true;
    comeback.end();
    end(connection);
  }

  private static void end(Connection connection) {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
