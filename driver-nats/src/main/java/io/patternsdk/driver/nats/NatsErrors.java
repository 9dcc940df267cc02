package io.patternsdk.driver.nats;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusException;
import io.nats.client.RequestFailureException;
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
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Turns what the client and the server report into the core's kinds and effects. */
final class NatsErrors {
  /** A message was published under a condition that does not hold. */
  private static final int WRONG_LAST_SEQUENCE = 10071;

  /** The same in a cluster, where another message of the subject is on its way to the copies. */
  private static final int WRONG_LAST_SEQUENCE_YET = 10164;

  static final int STREAM_NOT_FOUND = 10059;
  static final int CONSUMER_NOT_FOUND = 10014;
  static final int NAME_IN_USE = 10058;
  static final int SUBJECTS_OVERLAP = 10065;
  static final int MESSAGE_NOT_FOUND = 10037;
  static final int SEQUENCE_NOT_FOUND = 10043;

  /** A stream is to have more copies than there are members that could keep one. */
  static final int NO_SUITABLE_PEERS = 10005;

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
  static BackendException lost() {
    return new BackendException(ErrorKind.UNAVAILABLE, "connection lost before the answer");
  }

  /** The connection was lost before something could be sent. */
  static BackendException notSent() {
    return new BackendException(
        ErrorKind.UNAVAILABLE, Effect.NONE, "connection lost before it was sent", null);
  }

  /** Tells whether the time was up. */
  static boolean late(OperationException e) {
    return e instanceof BackendException b && b.kind() == ErrorKind.TIMED_OUT;
  }

  /** What the client reports of a request; see {@link io.patternsdk.core.driver.DriverErrors}. */
  static BackendException of(Throwable failure, Effect effect) {
    return switch (failure) {
      case JetStreamApiException e ->
          answered(e.getErrorCode(), e.getApiErrorCode(), String.valueOf(e.getErrorDescription()));
      case JetStreamStatusException e when e.getStatus().isNoResponders() -> nobodyListens(e);
      case RequestFailureException e ->
          switch (e.getReason()) {
            case NO_RESPONDERS ->
                nobodyListens(new JetStreamStatusException(new Status(503, "No Responders")));
            case SERVER_ERROR -> denied(text(e));
            case TIMEOUT -> late(e, effect);
            case CONNECTION_CLOSING, CANCELLED -> lost();
          };
      case CancellationException e -> late(e, effect);
      default ->
          failure.getCause() instanceof InterruptedException
              ? new BackendException(ErrorKind.CANCELLED, effect, "interrupted", failure)
              : new BackendException(ErrorKind.UNKNOWN, effect, text(failure), failure);
    };
  }

  private static BackendException late(Exception failure, Effect effect) {
    return new BackendException(ErrorKind.TIMED_OUT, effect, "no answer in time", failure);
  }

  /** Nobody takes requests on a subject: the stream or consumer is gone, or JetStream is down. */
  private static BackendException nobodyListens(JetStreamStatusException cause) {
    return new BackendException(
        ErrorKind.UNAVAILABLE, Effect.NONE, "JetStream does not answer: no responders", cause);
  }

  /** Tells whether a request failed, without effect, because what it needs is not there. */
  static boolean gone(OperationException e) {
    return e instanceof BackendException b
        && b.effect() == Effect.NONE
        && (b.kind() == ErrorKind.NOT_FOUND || b.getCause() instanceof JetStreamStatusException);
  }

  /** Tells whether a message was not stored because its condition does not hold. */
  static boolean lostRace(JetStreamApiException e) {
    return e.getApiErrorCode() == WRONG_LAST_SEQUENCE
        || e.getApiErrorCode() == WRONG_LAST_SEQUENCE_YET;
  }

  /** Tells whether a deletion failed because there was nothing to delete. */
  static boolean absent(ApiResponse<?> response) {
    return switch (response.getApiErrorCode()) {
      case MESSAGE_NOT_FOUND, SEQUENCE_NOT_FOUND -> true;
      case DELETE_FAILED -> String.valueOf(response.getDescription()).contains("no message found");
      default -> false;
    };
  }

  /** JetStream refused a request. */
  static OperationException answered(ApiResponse<?> response) {
    return answered(
        response.getErrorCode(),
        response.getApiErrorCode(),
        String.valueOf(response.getDescription()));
  }

  /** JetStream answered with a status instead of a message. */
  static OperationException status(Status status) {
    if (status.isNoResponders()) {
      return nobodyListens(new JetStreamStatusException(status));
    }
    return answered(status.getCode(), 0, status.getMessage());
  }

  private static BackendException answered(int code, int apiCode, String description) {
    ErrorKind kind =
        switch (apiCode) {
          case WRONG_LAST_SEQUENCE, WRONG_LAST_SEQUENCE_YET, NAME_IN_USE -> ErrorKind.CONFLICT;
          // the most bytes of a message and of its headers
          case 10054, 10097 -> ErrorKind.TOO_LARGE;
          case 10039, 10076, 10074, 10052 -> ErrorKind.UNSUPPORTED;
          // the most bytes, streams or consumers that the server or the account may have
          case 10002, 10026, 10027, 10028, 10047, 10120, 10122 -> ErrorKind.UNAVAILABLE;
          default ->
              switch (code) {
                case 404 -> ErrorKind.NOT_FOUND;
                case 403 -> ErrorKind.PERMISSION_DENIED;
                case 429 -> ErrorKind.RATE_LIMITED;
                default -> code >= 500 ? ErrorKind.UNAVAILABLE : ErrorKind.INVALID_ARGUMENT;
              };
        };
    Effect effect = code < 500 ? Effect.NONE : kind.usualEffect();
    String message = description + " (" + (apiCode > 0 ? apiCode : code) + ")";
    return new BackendException(kind, effect, message, null);
  }

  /** The server does not permit us to use a subject. */
  static BackendException denied(String serverError) {
    return new BackendException(ErrorKind.PERMISSION_DENIED, Effect.NONE, serverError, null);
  }

  /** What the server holds was not written by this driver, or by a newer one. */
  static OperationException foreign(String what) {
    return new BackendException(ErrorKind.CONFLICT, what);
  }

  /** A queue's message could not be delivered. */
  static OperationException headersTooLarge(long bytes, long most) {
    return new BackendException(
        ErrorKind.TOO_LARGE,
        Effect.NONE,
        "the headers have " + bytes + " bytes and may have " + most,
        null);
  }

  /** More copies are wanted than there are servers. */
  static OperationException alone(int replicas) {
    return new BackendException(
        ErrorKind.UNSUPPORTED,
        Effect.NONE,
        "replicas is " + replicas + " and the server is not in a cluster: set it to 1",
        null);
  }

  /**
   * More copies are wanted than the cluster has members that live and have room, of which one may
   * just be starting again.
   */
  static OperationException fewMembers(int replicas, JetStreamApiException refusal) {
    return new BackendException(
        ErrorKind.UNAVAILABLE,
        Effect.NONE,
        "replicas is %d and the cluster has fewer members that are up and have room (%s): wait until"
                .formatted(replicas, refusal.getMessage())
            + " those that are away are back, add members, or set it to how many there are",
        refusal);
  }

  /** A stream that is there has fewer copies than are wanted. */
  static OperationException fewCopies(String stream, int copies, int replicas) {
    return new BackendException(
        ErrorKind.CONFLICT,
        Effect.NONE,
        "replicas is %d and the stream %s has been made with %d: nats stream edit %s --replicas %d"
                .formatted(replicas, stream, copies, stream, replicas)
            + " gives it the others, or set replicas to "
            + copies,
        null);
  }

  /** Tells whether an answer says that the account, or the server, has no JetStream. */
  static boolean withoutJetStream(ApiResponse<?> response) {
    return response.getApiErrorCode() == 10039 || response.getApiErrorCode() == 10076;
  }

  /** A condition did not hold where none was set. */
  static OperationException conflict() {
    return new BackendException(ErrorKind.CONFLICT, "wrong last sequence");
  }

  /** The server's answer cannot be read. */
  static OperationException corrupt(String what) {
    return new BackendException(ErrorKind.CORRUPT, what);
  }

  private static String text(@Nullable Throwable failure) {
    return failure == null
        ? "no reason given"
        : Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }
}
