package io.patternsdk.driver.nats;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.driver.DriverCalls;
import io.patternsdk.core.driver.DriverContext;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one connection of a driver, and what can be done with it in a bounded time. Nothing is sent
 * while it is down; what was sent when it broke fails at once and is not sent again.
 */
final class NatsConnections {
  /** Enough for a few threads to wait for nobody, and few enough for many threads to share. */
  private static final int ROUND_TRIPS = 16;

  /** How long a member of a cluster may take to hear of what another one has just made. */
  static final Duration UNHEARD = Duration.ofSeconds(2);

  private static final Duration PAUSE = Duration.ofMillis(5);

  private final NatsConfig config;
  private final DriverContext context;
  private final ExecutorService threads;
  private final NatsConnectionEvents events;
  private final DriverCalls calls;
  private final Flushes flushes = new Flushes(this::roundTrip, ROUND_TRIPS);
  private final Reconnection reconnection;
  private volatile Connection connection;
  private volatile Dispatcher dispatcher;

  /** Connects, trying each server once. */
  NatsConnections(NatsConfig config, DriverContext context, ExecutorService threads) {
    this.config = config;
    this.context = context;
    this.threads = threads;
    this.events = new NatsConnectionEvents(config.address());
    this.calls = DriverCalls.to(config.address(), context, NatsErrors::of);
    this.reconnection = new Reconnection(context.clock(), config.reconnectWait, this::connectAgain);
    this.connection = connect(calls.begin());
    this.dispatcher = dispatcher(connection);
    if (config.maxReconnects < 0) {
      events.onEnd(reconnection::begin);
    }
  }

  private Connection connect(Deadline deadline) {
    Duration limit = deadline.atMost(config.connectTimeout);
    String name = config.clientName.isEmpty() ? context.backend() : config.clientName;
    try {
      return Nats.connect(NatsOptions.of(config, name, limit, events, threads));
    } catch (InterruptedException e) {
      throw calls.failed(e, Effect.NONE);
    } catch (IOException namesPasswords) {
      // What the client throws names all servers, with passwords; what it met on the way does not.
      String refusal = events.refusedLogin();
      Exception met = refusal == null ? events.failure() : new AuthenticationException(refusal);
      throw met instanceof BackendException known
          ? known
          : NatsErrors.connecting(config.address(), met);
    }
  }

  /** Goes on with another connection; all subscriptions ended with the one before. */
  private boolean connectAgain() {
    if (calls.closed() || connection.getStatus() != Connection.Status.CLOSED) {
      return true;
    }
    Connection next = connect(Deadline.NONE);
    dispatcher = dispatcher(next);
    connection = next;
    if (calls.closed()) {
      end(next);
    } else {
      events.returned();
    }
    return next.getStatus() != Connection.Status.CLOSED;
  }

  private static Dispatcher dispatcher(Connection connection) {
    Dispatcher dispatcher = connection.createDispatcher();
    dispatcher.setPendingLimits(0, 0);
    return dispatcher;
  }

  /** The connection in use. */
  Connection connection() {
    return connection;
  }

  DriverCalls calls() {
    return calls;
  }

  NatsConnectionEvents events() {
    return events;
  }

  /** The deadline of an operation that begins now; nothing begins that cannot end well. */
  Deadline begin() {
    return calls.begin();
  }

  /** The number of the connection in use, to be handed to {@link #confirm} after publishing. */
  int epoch() {
    return events.epoch();
  }

  /** Hands a message to the client, which sends it as soon as it can. */
  void publish(String subject, @Nullable String reply, @Nullable Headers headers, byte[] body) {
    uninterrupted(() -> connection.publish(subject, reply, headers, body));
  }

  /** The client drops without a word what an interrupted thread hands to it. */
  private void uninterrupted(Runnable task) {
    boolean interrupted = Thread.interrupted();
    try {
      task.run();
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw unsent(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private OperationException unsent(RuntimeException refusal) {
    return calls.failed(
        NatsErrors.unsent(refusal, connection.getStatus(), events.refusedLogin()), Effect.NONE);
  }

  /** Returns when the server has taken all that was published since {@code epoch} was read. */
  void confirm(int epoch, Deadline deadline) {
    boolean taken;
    try {
      taken = flushes.flush(deadline.remainingNanos());
    } catch (InterruptedException | TimeoutException e) {
      boolean lost = e instanceof TimeoutException && events.epoch() != epoch;
      throw calls.failed(lost ? NatsErrors.lost() : e, Effect.UNKNOWN);
    }
    if (!taken || events.epoch() != epoch) {
      throw calls.failed(NatsErrors.lost(), Effect.UNKNOWN);
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
      if (events.epoch() != epoch || calls.closed()) {
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

  /** Sends a request to JetStream whose answer is to be awaited. */
  Answer api(String operation, byte[] body, Deadline deadline) {
    return request("$JS.API." + operation, null, body, deadline);
  }

  /** Waits for an answer; whoever gives up forgets it. */
  Message await(Answer answer, Deadline deadline) {
    try {
      return calls.await(answer.future(), deadline);
    } finally {
      events.forget(answer);
    }
  }

  /** Waits for an answer, whatever it is, without giving it up. */
  boolean answered(Answer answer, Duration patience) {
    try {
      var unused = answer.future().get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      throw calls.failed(e, Effect.UNKNOWN);
    } catch (ExecutionException | CancellationException e) {
      return true;
    }
    return true;
  }

  /** Says that an answer is no longer awaited. */
  void forget(Answer answer) {
    events.forget(answer);
    answer.future().cancel(true);
  }

  /**
   * What the client does for JetStream's management.
   *
   * @param <T> what it returns
   */
  @FunctionalInterface
  interface Management<T extends @Nullable Object> {
    /** Does it. */
    T apply(JetStreamManagement streams) throws IOException, JetStreamApiException;
  }

  /** Waits a moment, before what nobody has taken is sent again. */
  void pause() {
    LockSupport.parkNanos(this, PAUSE.toNanos());
  }

  /** Runs what the client does for JetStream's management, within the deadline. */
  <T extends @Nullable Object> T manage(Deadline deadline, Management<T> call) {
    int epoch = events.epoch();
    try {
      return call.apply(
          connection.jetStreamManagement(
              JetStreamOptions.builder().requestTimeout(deadline.remaining()).build()));
    } catch (JetStreamApiException e) {
      throw calls.failed(e, Effect.UNKNOWN);
    } catch (IllegalStateException e) {
      throw unsent(e);
    } catch (IOException e) {
      if (connection.getStatus() == Connection.Status.CLOSED) {
        throw unsent(new IllegalStateException(e));
      }
      throw calls.failed(events.epoch() != epoch ? NatsErrors.lost() : e, Effect.UNKNOWN);
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
    if (!calls.closed() && subscription.isActive()) {
      try {
        uninterrupted(() -> dispatcher.unsubscribe(subscription));
      } catch (OperationException alreadyEnded) {
        // the connection ended, and all subscriptions with it
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

  /** Refuses all later calls, and fails those in progress. */
  void close() {
    boolean unused = calls.close();
    reconnection.end();
    end(connection);
  }

  private static void end(Connection connection) {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is to come for one request; equal only to itself. */
  static final class Answer {
    private final String subject;
    private final CompletableFuture<Message> future;

    Answer(String subject, CompletableFuture<Message> future) {
      this.subject = subject;
      this.future = future;
    }

    /** The subject that was asked. */
    String subject() {
      return subject;
    }

    CompletableFuture<Message> future() {
      return future;
    }
  }
}
