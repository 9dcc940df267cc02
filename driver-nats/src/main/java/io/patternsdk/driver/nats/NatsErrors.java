package io.patternsdk.driver.nats;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusException;
import io.nats.client.api.ApiResponse;
import io.nats.client.support.Status;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.config.ConfigException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Turns what the client and the server report into the core's kinds and effects. */
final class NatsErrors {
  /** A message was published under a condition that does not hold. */
  static final int WRONG_LAST_SEQUENCE = 10071;

  static final int STREAM_NOT_FOUND = 10059;
  static final int CONSUMER_NOT_FOUND = 10014;
  static final int NAME_IN_USE = 10058;
  static final int MESSAGE_NOT_FOUND = 10037;
  static final int SEQUENCE_NOT_FOUND = 10043;

  /** Deleting a message failed, with the reason as text only. */
  static final int DELETE_FAILED = 10057;

  private NatsErrors() {}

  /** A connection could not be made: nothing has been sent but credentials. */
  static OperationException connecting(String address, @Nullable Throwable failure) {
    String message = "cannot connect to " + address + ": " + text(failure);
    boolean refused =
        failure instanceof AuthenticationException
            || failure instanceof ConfigException
            || refusesCredentials(text(failure));
    ErrorKind kind =
        refused
            ? ErrorKind.PERMISSION_DENIED
            : failure instanceof TimeoutException ? ErrorKind.TIMED_OUT : ErrorKind.UNAVAILABLE;
    return new BackendException(kind, Effect.NONE, message, failure);
  }

  /** Tells whether the server's words refuse who we are. */
  static boolean refusesCredentials(String serverError) {
    String text = serverError.toLowerCase(Locale.ROOT);
    return text.contains("authorization") || text.contains("authentication");
  }

  /** The client would not take what was to be sent. */
  static OperationException unsent(
      RuntimeException refusal, Connection.Status status, @Nullable String refusedLogin) {
    String message = text(refusal);
    if (refusal instanceof IllegalArgumentException && message.contains("ayload")) {
      return new BackendException(ErrorKind.TOO_LARGE, Effect.NONE, message, refusal);
    }
    if (refusal instanceof IllegalStateException) {
      String what =
          switch (status) {
            case CONNECTED -> message;
            case CLOSED ->
                refusedLogin == null
                    ? "the connection was given up after max_reconnects: open the backend again"
                    : "not connected: the server refuses our credentials: " + refusedLogin;
            default -> "not connected to the server";
          };
      return new BackendException(ErrorKind.UNAVAILABLE, Effect.NONE, what, refusal);
    }
    return new BackendException(ErrorKind.INVALID_ARGUMENT, Effect.NONE, message, refusal);
  }

  /** The connection was lost after something was sent and before the answer. */
  static OperationException lost() {
    return new BackendException(ErrorKind.UNAVAILABLE, "connection lost before the answer");
  }

  /** An answer did not come. */
  static OperationException unanswered(Exception failure, boolean closed) {
    Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
    return switch (cause) {
      case OperationException known -> known;
      case InterruptedException interrupt -> interrupted(Effect.UNKNOWN, interrupt);
      case JetStreamStatusException nobody -> nobodyListens(nobody);
      case CancellationException c when closed ->
          new BackendException(ErrorKind.CLOSED, Effect.UNKNOWN, "closed while it ran", c);
      case TimeoutException late ->
          new BackendException(ErrorKind.TIMED_OUT, "no answer in time", late);
      case CancellationException late ->
          new BackendException(ErrorKind.TIMED_OUT, "no answer in time", late);
      case null, default -> new BackendException(ErrorKind.UNKNOWN, text(cause), cause);
    };
  }

  /** Nobody takes requests on a subject: the stream or consumer is gone, or JetStream is down. */
  static OperationException nobodyListens(JetStreamStatusException cause) {
    return new BackendException(
        ErrorKind.UNAVAILABLE, Effect.NONE, "JetStream does not answer: no responders", cause);
  }

  /** Tells whether a request failed, without effect, because what it needs is not there. */
  static boolean gone(OperationException e) {
    return e instanceof BackendException b
        && b.effect() == Effect.NONE
        && (b.kind() == ErrorKind.NOT_FOUND || b.getCause() instanceof JetStreamStatusException);
  }

  /** JetStream refused a request. */
  static OperationException answered(ApiResponse<?> response) {
    return answered(
        response.getErrorCode(),
        response.getApiErrorCode(),
        String.valueOf(response.getDescription()));
  }

  /** JetStream refused to store a message. */
  static OperationException answered(JetStreamApiException e) {
    return answered(e.getErrorCode(), e.getApiErrorCode(), String.valueOf(e.getErrorDescription()));
  }

  /** JetStream answered with a status instead of a message. */
  static OperationException status(Status status) {
    return answered(status.getCode(), 0, status.getMessage());
  }

  private static OperationException answered(int code, int apiCode, String description) {
    ErrorKind kind =
        switch (apiCode) {
          case WRONG_LAST_SEQUENCE, NAME_IN_USE -> ErrorKind.CONFLICT;
          case 10054, 10040 -> ErrorKind.TOO_LARGE;
          case 10039, 10076, 10074, 10052 -> ErrorKind.UNSUPPORTED;
          default ->
              code == 404
                  ? ErrorKind.NOT_FOUND
                  : code == 403
                      ? ErrorKind.PERMISSION_DENIED
                      : code == 429
                          ? ErrorKind.RATE_LIMITED
                          : code >= 500 ? ErrorKind.UNAVAILABLE : ErrorKind.INVALID_ARGUMENT;
        };
    return new BackendException(kind, description + " (" + (apiCode > 0 ? apiCode : code) + ")");
  }

  /** The server does not permit us to use a subject. */
  static OperationException denied(String serverError) {
    return new BackendException(ErrorKind.PERMISSION_DENIED, Effect.NONE, serverError, null);
  }

  /** What the server holds was not written by this driver, or by a newer one. */
  static OperationException foreign(String what) {
    return new BackendException(ErrorKind.CONFLICT, what);
  }

  /** More copies are wanted than there are servers. */
  static OperationException alone(int replicas) {
    return new BackendException(
        ErrorKind.UNSUPPORTED,
        Effect.NONE,
        "replicas is " + replicas + " and the server is not in a cluster: set it to 1",
        null);
  }

  /** An answer did not come in time. */
  static OperationException noAnswerInTime() {
    return new BackendException(ErrorKind.TIMED_OUT, "no answer in time");
  }

  /** A condition did not hold where none was set. */
  static OperationException conflict() {
    return new BackendException(ErrorKind.CONFLICT, "wrong last sequence");
  }

  /** The server's answer cannot be read. */
  static OperationException corrupt(String what) {
    return new BackendException(ErrorKind.CORRUPT, what);
  }

  /** The calling thread is interrupted; sets its flag again. */
  static OperationException interrupted(Effect effect, @Nullable Throwable cause) {
    Thread.currentThread().interrupt();
    return new BackendException(ErrorKind.CANCELLED, effect, "interrupted", cause);
  }

  /** The driver has been closed, so nothing was sent. */
  static OperationException closed() {
    return new BackendException(ErrorKind.CLOSED, "the driver is closed");
  }

  /** Nothing was sent because the time was up. */
  static OperationException tooLate() {
    return new BackendException(
        ErrorKind.TIMED_OUT, Effect.NONE, "the deadline passed before the call", null);
  }

  private static String text(@Nullable Throwable failure) {
    return failure == null
        ? "no reason given"
        : Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }
}
