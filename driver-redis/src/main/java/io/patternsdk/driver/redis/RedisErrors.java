package io.patternsdk.driver.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.config.ConfigException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Turns what the client and the server report into the core's kinds and effects. */
final class RedisErrors {
  private RedisErrors() {}

  /** A command failed. */
  static OperationException calling(Throwable failure) {
    Throwable cause = unwrapped(failure);
    String message = text(cause);
    return switch (cause) {
      case OperationException known -> known;
      case RedisCommandExecutionException reply -> answered(message, reply);
      case RedisCommandTimeoutException late -> error(ErrorKind.TIMED_OUT, message, late);
      case TimeoutException late -> error(ErrorKind.TIMED_OUT, "no answer in time", late);
      case CancellationException cancelled ->
          new BackendException(ErrorKind.CLOSED, Effect.UNKNOWN, "closed while it ran", cancelled);
      case IOException broken ->
          error(ErrorKind.UNAVAILABLE, "connection lost: " + message, broken);
      case RedisException client when unsent(message) ->
          new BackendException(
              ErrorKind.UNAVAILABLE, Effect.NONE, "not connected to the server", client);
      case RedisException client when message.startsWith("Connection") ->
          error(ErrorKind.UNAVAILABLE, "connection lost before the answer", client);
      default -> error(ErrorKind.UNKNOWN, message, cause);
    };
  }

  /** A connection could not be made: nothing has been sent but credentials. */
  static OperationException connecting(String address, Throwable failure) {
    Throwable reason = root(failure);
    if (reason instanceof OperationException known) {
      return known;
    }
    String message = "cannot connect to " + address + ": " + text(reason);
    return switch (reason) {
      case RedisCommandExecutionException reply ->
          new BackendException(kind(text(reply)), Effect.NONE, message, failure);
      case ConfigException secret ->
          new BackendException(ErrorKind.PERMISSION_DENIED, Effect.NONE, message, failure);
      case TimeoutException late ->
          new BackendException(
              ErrorKind.TIMED_OUT,
              Effect.NONE,
              "no connection to " + address + " in time",
              failure);
      default -> new BackendException(ErrorKind.UNAVAILABLE, Effect.NONE, message, failure);
    };
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

  /** The driver was closed while a command ran. */
  static OperationException closed(OperationException failure) {
    return new BackendException(
        ErrorKind.CLOSED, failure.effect(), "the driver was closed meanwhile", failure);
  }

  /** Nothing was sent because the time was up. */
  static OperationException tooLate() {
    return new BackendException(
        ErrorKind.TIMED_OUT, Effect.NONE, "the deadline passed before the call", null);
  }

  private static OperationException answered(String message, Throwable reply) {
    // A script may fail half-way; what refuses it before it starts says nothing of a script.
    boolean halfway = message.contains("script:") && !message.startsWith("OOM");
    return new BackendException(
        kind(message), halfway ? Effect.UNKNOWN : Effect.NONE, message, reply);
  }

  private static ErrorKind kind(String message) {
    int space = message.indexOf(' ');
    return switch (space < 0 ? message : message.substring(0, space)) {
      case "NOAUTH", "WRONGPASS", "NOPERM", "DENIED" -> ErrorKind.PERMISSION_DENIED;
      case "OOM",
          "READONLY",
          "LOADING",
          "BUSY",
          "MISCONF",
          "NOREPLICAS",
          "MASTERDOWN",
          "CLUSTERDOWN",
          "TRYAGAIN" ->
          ErrorKind.UNAVAILABLE;
      case "MOVED", "ASK", "CROSSSLOT" -> ErrorKind.UNSUPPORTED;
      case "WRONGTYPE" -> ErrorKind.CORRUPT;
      case "ERR" -> general(message);
      default -> ErrorKind.UNKNOWN;
    };
  }

  private static ErrorKind general(String message) {
    if (message.contains("max number of clients")) {
      return ErrorKind.UNAVAILABLE;
    }
    if (message.contains("unknown command") || message.contains("unknown subcommand")) {
      return ErrorKind.UNSUPPORTED;
    }
    if (message.contains("invalid expire") || message.contains("DB index")) {
      return ErrorKind.INVALID_ARGUMENT;
    }
    if (message.contains("maximum allowed size")) {
      return ErrorKind.TOO_LARGE;
    }
    if (message.contains("AUTH") || message.contains("invalid password")) {
      return ErrorKind.PERMISSION_DENIED;
    }
    return ErrorKind.UNKNOWN;
  }

  /** The client refuses a command before it writes any of it. */
  private static boolean unsent(String message) {
    return message.startsWith("Currently not connected")
        || message.startsWith("Connection is closed")
        || message.contains("queue size exceeded")
        || message.contains("buffer size exceeded");
  }

  private static BackendException error(ErrorKind kind, String message, Throwable cause) {
    return new BackendException(kind, kind.usualEffect(), message, cause);
  }

  private static String text(Throwable failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wrapper =
        failure instanceof ExecutionException || failure instanceof CompletionException;
    return wrapper && cause != null ? unwrapped(cause) : failure;
  }

  private static Throwable root(Throwable failure) {
    Throwable at = failure;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }
}
