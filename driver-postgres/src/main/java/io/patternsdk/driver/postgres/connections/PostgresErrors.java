package io.patternsdk.driver.postgres.connections;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.driver.DriverErrors;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * What the client and the server report, as kinds and effects, by SQLSTATE. A statement that the
 * server answers with an error is undone by it, so its effect is NONE; only a connection that ended
 * leaves the effect open, also one that the server ended with an answer: it may have failed while
 * it wrote the commit to its log.
 *
 * @param address where the servers are, for messages
 */
public record PostgresErrors(String address) implements DriverErrors {

  @Override
  public BackendException of(Throwable failure, Effect effect) {
    if (foreignSession(sql(failure))) {
      return pooled(failure);
    }
    if (effect == Effect.NONE) {
      return connecting(failure);
    }
    return failure instanceof SQLException answer
        ? answered(answer, effect)
        : new BackendException(ErrorKind.UNKNOWN, effect, text(failure), failure);
  }

  /** Refuses what stands between and keeps no session for us. */
  public static BackendException pooled(@Nullable Throwable cause) {
    return new BackendException(
        ErrorKind.UNSUPPORTED,
        Effect.NONE,
        "a pooler gives its server connections to one transaction after the other (pgbouncer:"
            + " pool_mode = transaction), so no notification comes and no setting of a session"
            + " lasts: connect past it, or through one in session mode",
        cause);
  }

  /** A statement that was prepared in another session, or is missing in this one. */
  private static boolean foreignSession(@Nullable SQLException answer) {
    return answer != null && (state(answer).equals("42P05") || state(answer).equals("26000"));
  }

  /** Whether that is why the pool could not make a connection. */
  static boolean foreignSession(SQLTransientConnectionException none) {
    Throwable reason = none;
    while (reason != null && !(reason instanceof SQLException answer && foreignSession(answer))) {
      reason = reason.getCause();
    }
    return reason != null;
  }

  /** Nothing has been sent but credentials, or what was sent will be rolled back. */
  private BackendException connecting(Throwable failure) {
    SQLException answer = sql(failure);
    ErrorKind kind =
        switch (answer) {
          case null -> ErrorKind.UNAVAILABLE;
          case SQLException late when silent(late) -> ErrorKind.TIMED_OUT;
          case SQLException other -> kind(state(other));
        };
    String reason = text(answer == null ? failure : answer);
    return new BackendException(
        kind, Effect.NONE, "cannot connect to " + address + ": " + reason, failure);
  }

  private BackendException answered(SQLException answer, Effect effect) {
    String state = state(answer);
    if (state.equals("25006")) {
      return new BackendException(
          ErrorKind.UNAVAILABLE,
          Effect.NONE,
          "the server takes no writes, as it is a standby or set so: " + text(answer),
          answer);
    }
    if (lost(answer) || ended(answer, state)) {
      boolean unsent = state.equals("08003") || state.equals("08001");
      return new BackendException(
          ErrorKind.UNAVAILABLE,
          unsent ? Effect.NONE : effect,
          "connection to " + address + " lost: " + text(answer),
          answer);
    }
    return new BackendException(kind(state), Effect.NONE, text(answer), answer);
  }

  /** Tells whether the answer means that another server is the primary now. */
  public static boolean wrongServer(Throwable failure) {
    SQLException answer = sql(failure);
    return answer != null && state(answer).equals("25006");
  }

  /** Tells whether the connection has ended without an answer to what was sent. */
  static boolean lost(SQLException failure) {
    String state = state(failure);
    return state.startsWith("08")
        || state.startsWith("57P0")
        || state.startsWith("58")
        || state.equals("40003");
  }

  /**
   * Tells whether the server ended the session, or itself, with that answer: by its severity, which
   * is in the server's language, and where that is not English by what such answers are about.
   */
  private static boolean ended(SQLException answer, String state) {
    if (!(answer instanceof PSQLException sent) || sent.getServerErrorMessage() == null) {
      return false;
    }
    String severity = String.valueOf(sent.getServerErrorMessage().getSeverity());
    return switch (severity) {
      case "ERROR" -> false;
      case "FATAL", "PANIC" -> true;
      default -> state.startsWith("53") || state.startsWith("XX");
    };
  }

  /** Tells whether nothing came for as long as was waited. */
  static boolean silent(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  private static ErrorKind kind(String state) {
    return switch (state) {
      case "57014" -> ErrorKind.TIMED_OUT;
      case "55P03" -> ErrorKind.UNAVAILABLE;
      case "42501", "08004" -> ErrorKind.PERMISSION_DENIED;
      case "0A000", "42P01", "42883", "42703", "3F000" -> ErrorKind.UNSUPPORTED;
      case "3D000" -> ErrorKind.INVALID_ARGUMENT;
      case "XX001", "XX002" -> ErrorKind.CORRUPT;
      default -> ofClass(state.length() < 2 ? "" : state.substring(0, 2));
    };
  }

  private static ErrorKind ofClass(String sqlClass) {
    return switch (sqlClass) {
      case "08", "53", "57", "58" -> ErrorKind.UNAVAILABLE;
      case "22" -> ErrorKind.INVALID_ARGUMENT;
      case "23" -> ErrorKind.CONFLICT;
      case "28" -> ErrorKind.PERMISSION_DENIED;
      case "40" -> ErrorKind.ABORTED;
      case "54" -> ErrorKind.TOO_LARGE;
      default -> ErrorKind.UNKNOWN;
    };
  }

  private static @Nullable SQLException sql(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException answer && answer.getSQLState() != null) {
        return answer;
      }
    }
    return null;
  }

  private static String state(SQLException answer) {
    return Objects.requireNonNullElse(answer.getSQLState(), "");
  }

  private static String text(Throwable failure) {
    String text =
        Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
    return text.lines().findFirst().orElse(text);
  }
}
