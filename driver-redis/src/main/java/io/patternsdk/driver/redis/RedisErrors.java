package io.patternsdk.driver.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.PartitionException;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.driver.DriverErrors;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What the client and the server report, as kinds and effects.
 *
 * @param address where the server is, for messages
 */
record RedisErrors(String address) implements DriverErrors {

  @Override
  public BackendException of(Throwable wrapped, Effect effect) {
    Throwable failure =
        wrapped instanceof CompletionException && wrapped.getCause() != null
            ? wrapped.getCause()
            : wrapped;
    if (effect == Effect.NONE) {
      return connecting(root(failure));
    }
    String text = text(failure);
    return switch (failure) {
      case RedisCommandExecutionException reply -> answered(text, reply);
      case RedisCommandTimeoutException late -> error(ErrorKind.TIMED_OUT, effect, text, late);
      case CancellationException ended ->
          error(ErrorKind.CLOSED, effect, "the client was closed while it ran", ended);
      case BackendException ours -> ours;
      case RedisConnectionException never -> connecting(never);
      case PartitionException nobody -> error(ErrorKind.UNAVAILABLE, Effect.NONE, text, nobody);
      case IOException broken ->
          error(ErrorKind.UNAVAILABLE, effect, "connection lost: " + text, broken);
      case RedisException client when unsent(text) ->
          error(ErrorKind.UNAVAILABLE, Effect.NONE, "not connected to " + address, client);
      case RedisException client when text.startsWith("Connection") ->
          error(ErrorKind.UNAVAILABLE, effect, "connection lost before the answer", client);
      default -> error(ErrorKind.UNKNOWN, effect, text, failure);
    };
  }

  /** Nothing has been sent but credentials. */
  private BackendException connecting(Throwable reason) {
    ErrorKind kind =
        switch (reason) {
          case BackendException ours -> ours.kind();
          case RedisCommandExecutionException reply -> kind(text(reply));
          case RedisCommandTimeoutException late -> ErrorKind.TIMED_OUT;
          case TimeoutException late -> ErrorKind.TIMED_OUT;
          default -> ErrorKind.UNAVAILABLE;
        };
    return error(kind, Effect.NONE, "cannot connect to " + address + ": " + text(reason), reason);
  }

  private static BackendException answered(String text, Throwable reply) {
    if (readOnly(text)) {
      return error(ErrorKind.UNAVAILABLE, Effect.NONE, "the server is a replica: " + text, reply);
    }
    // A script may fail half-way; what refuses it before it starts says nothing of a script.
    boolean halfway = text.contains("script:") && !text.startsWith("OOM");
    return error(kind(text), halfway ? Effect.UNKNOWN : Effect.NONE, text, reply);
  }

  /** Tells whether the answer means that another server is the primary now. */
  static boolean wrongServer(BackendException e) {
    return e.getCause() instanceof RedisCommandExecutionException reply && readOnly(text(reply));
  }

  /** Tells whether a command was refused because its keys are on their way to another server. */
  static boolean parted(@Nullable Throwable failure) {
    return failure instanceof RedisCommandExecutionException reply
        && text(reply).startsWith("TRYAGAIN");
  }

  /** An older server says it inside of what it says of a script. */
  private static boolean readOnly(String text) {
    return text.startsWith("READONLY") || text.contains("-READONLY ");
  }

  private static ErrorKind kind(String text) {
    int space = text.indexOf(' ');
    return switch (space < 0 ? text : text.substring(0, space)) {
      case "NOAUTH", "WRONGPASS", "NOPERM", "DENIED" -> ErrorKind.PERMISSION_DENIED;
      case "OOM",
          "READONLY",
          "LOADING",
          "BUSY",
          "MISCONF",
          "NOREPLICAS",
          "MASTERDOWN",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "MOVED",
          "ASK" ->
          ErrorKind.UNAVAILABLE;
      case "CROSSSLOT" -> ErrorKind.UNSUPPORTED;
      case "WRONGTYPE" -> ErrorKind.CORRUPT;
      case "ERR" -> general(text);
      default -> ErrorKind.UNKNOWN;
    };
  }

  private static ErrorKind general(String text) {
    if (text.contains("max number of clients")) {
      return ErrorKind.UNAVAILABLE;
    }
    if (text.contains("cluster support disabled")
        || text.contains("unknown command")
        || text.contains("unknown subcommand")) {
      return ErrorKind.UNSUPPORTED;
    }
    if (text.contains("invalid expire") || text.contains("DB index")) {
      return ErrorKind.INVALID_ARGUMENT;
    }
    if (text.contains("maximum allowed size")) {
      return ErrorKind.TOO_LARGE;
    }
    boolean login = text.contains("AUTH") || text.contains("invalid password");
    return login ? ErrorKind.PERMISSION_DENIED : ErrorKind.UNKNOWN;
  }

  /** The client refuses a command before it writes any of it. */
  private static boolean unsent(String text) {
    return text.startsWith("Currently not connected")
        || text.startsWith("Connection is closed")
        || text.contains("not allowed. This connection point is not known")
        || text.contains("queue size exceeded")
        || text.contains("buffer size exceeded");
  }

  private static BackendException error(
      ErrorKind kind, Effect effect, String message, Throwable cause) {
    return new BackendException(kind, effect, message, cause);
  }

  private static String text(Throwable failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }

  private static Throwable root(Throwable failure) {
    return failure.getCause() == null ? failure : root(failure.getCause());
  }
}
