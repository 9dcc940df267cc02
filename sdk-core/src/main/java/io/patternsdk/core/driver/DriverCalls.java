package io.patternsdk.core.driver;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.config.ConfigException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How a driver calls its client, so that each call keeps what {@link Driver} promises. No call
 * begins when the driver is closed (CLOSED), the thread interrupted (CANCELLED) or the time up
 * (TIMED_OUT), and then nothing has happened. None takes longer than the lesser of the ambient
 * deadline and the operation timeout. What fails while the driver is closed is CLOSED. All else is
 * the driver's {@link DriverErrors}. Thread-safe.
 */
public final class DriverCalls {
  private final Overdue overdue = new Overdue();
  private final CompletableFuture<@Nullable Void> closing = new CompletableFuture<>();
  private final Duration timeout;
  private final DriverErrors errors;
  private final String server;

  /** Creates those of a driver that talks to no server. */
  public DriverCalls(DriverContext context, DriverErrors errors) {
    this(context, errors, "");
  }

  private DriverCalls(DriverContext context, DriverErrors errors, String server) {
    this.timeout = context.operationTimeout();
    this.errors = errors;
    this.server = server;
  }

  /**
   * Creates those of a driver that talks to a server.
   *
   * @param server where it is, without credentials, for what is said when the time is up
   */
  public static DriverCalls to(String server, DriverContext context, DriverErrors errors) {
    return new DriverCalls(context, errors, server);
  }

  /**
   * A call of a client that blocks.
   *
   * @param <T> what it returns
   */
  @FunctionalInterface
  public interface Blocking<T extends @Nullable Object> {
    /**
     * Makes the call, within the deadline as exactly as the client can.
     *
     * @throws Exception what the client reports; see {@link DriverErrors}
     */
    T run(Deadline deadline) throws Exception;
  }

  /**
   * Begins an operation, of one call or several, and returns the deadline of all of it.
   *
   * @throws OperationException with effect NONE if it could not end well
   */
  public Deadline begin() {
    if (closed()) {
      throw closedBefore();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted(Effect.NONE, null);
    }
    Deadline deadline = deadline();
    if (deadline.passed()) {
      throw late("the deadline passed before the call", "to", Effect.NONE, null);
    }
    return deadline;
  }

  /** Returns the lesser of the ambient deadline and the operation timeout from now. */
  public Deadline deadline() {
    return Deadline.current().sooner(Deadline.after(timeout));
  }

  /**
   * Begins and makes a call of a client that blocks.
   *
   * @throws OperationException what its failure means
   */
  public <T extends @Nullable Object> T call(Blocking<T> call) {
    return call(Effect.UNKNOWN, call);
  }

  /**
   * Begins and makes a call of a client that blocks.
   *
   * @param effect what it may have done if it fails: NONE for what only connects or reads
   * @throws OperationException what its failure means
   */
  public <T extends @Nullable Object> T call(Effect effect, Blocking<T> call) {
    Deadline deadline = begin();
    try {
      return call.run(deadline);
    } catch (Exception e) {
      throw failed(e, effect);
    }
  }

  /**
   * Waits until the deadline for the answer to what has been sent. Whoever gives up cancels it, so
   * it belongs to this caller alone; it may be applied all the same.
   *
   * @throws OperationException why there is none, with effect UNKNOWN unless the driver's errors
   *     know better
   */
  public <T extends @Nullable Object> T await(Future<T> answer, Deadline deadline) {
    long nanos = deadline.remainingNanos();
    try {
      if (nanos > Overdue.EXACT_NANOS && answer instanceof CompletableFuture<?> own) {
        overdue.limit(own, nanos);
        return answer.get();
      }
      return answer.get(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException
        | TimeoutException
        | ExecutionException
        | CancellationException e) {
      answer.cancel(true);
      throw failed(e, Effect.UNKNOWN);
    }
  }

  /**
   * Waits until the deadline, or until the driver is closed, for what others may wait for too, such
   * as a connection being made; it goes on if this caller gives up.
   *
   * @param effect what the operation may have done so far: NONE while it waits for a connection
   * @throws OperationException why there is no result
   */
  public <T extends @Nullable Object> T awaitShared(
      CompletableFuture<T> result, Deadline deadline, Effect effect) {
    try {
      var unused =
          CompletableFuture.anyOf(result, closing)
              .get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
      if (!result.isDone()) {
        throw new BackendException(
            ErrorKind.CLOSED, effect, "the driver was closed meanwhile", null);
      }
      return result.get();
    } catch (InterruptedException
        | TimeoutException
        | ExecutionException
        | CancellationException e) {
      throw failed(e, effect);
    }
  }

  /**
   * Returns what a failure means, for those that do not come through a call or a future here.
   *
   * @param effect as for {@link DriverErrors#of}
   */
  public OperationException failed(Throwable failure, Effect effect) {
    Throwable cause = unwrapped(failure);
    OperationException known =
        switch (cause) {
          case OperationException already -> already;
          case InterruptedException e -> interrupted(effect, e);
          case ClosedByInterruptException e -> interrupted(effect, e);
          case TimeoutException e -> late("no answer in time", "from", effect, e);
          case ConfigException secret ->
              new BackendException(
                  ErrorKind.PERMISSION_DENIED,
                  Effect.NONE,
                  String.valueOf(secret.getMessage()),
                  secret);
          default -> errors.of(cause, effect);
        };
    boolean ownDoing =
        known instanceof BackendException b
            && (b.kind() == ErrorKind.CANCELLED || b.kind() == ErrorKind.CLOSED);
    return closed() && !ownDoing ? closedMeanwhile(known) : known;
  }

  private BackendException late(
      String what, String direction, Effect effect, @Nullable Throwable cause) {
    String message = server.isEmpty() ? what : what + " " + direction + " " + server;
    return new BackendException(ErrorKind.TIMED_OUT, effect, message, cause);
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wrapper =
        failure instanceof ExecutionException || failure instanceof CompletionException;
    return wrapper && cause != null ? unwrapped(cause) : failure;
  }

  /** Makes one round trip within the deadline, and returns whether it came back. */
  public Health health(Deadline deadline, Runnable roundTrip) {
    try {
      return deadline.run(
          () -> {
            roundTrip.run();
            return Health.up();
          });
    } catch (OperationException e) {
      return Health.down(String.valueOf(e.getMessage()));
    }
  }

  /** Refuses all later calls; false if they were refused already. */
  public boolean close() {
    return closing.complete(null);
  }

  /** Tells whether calls are refused. */
  public boolean closed() {
    return closing.isDone();
  }

  private static OperationException interrupted(Effect effect, @Nullable Throwable cause) {
    Thread.currentThread().interrupt();
    return new BackendException(ErrorKind.CANCELLED, effect, "interrupted", cause);
  }

  private static OperationException closedBefore() {
    return new BackendException(ErrorKind.CLOSED, "the driver is closed");
  }

  private static OperationException closedMeanwhile(OperationException failure) {
    return new BackendException(
        ErrorKind.CLOSED, failure.effect(), "the driver was closed meanwhile", failure);
  }
}
