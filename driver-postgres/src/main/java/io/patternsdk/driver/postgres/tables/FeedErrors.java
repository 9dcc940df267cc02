package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What failures of replication mean, and what to set. */
final class FeedErrors {
  private FeedErrors() {}

  /** Returns what a failure means; nothing has happened. */
  static OperationException of(TableHost host, SQLException failure, Deadline deadline) {
    OperationException known = host.failed(failure, Effect.NONE, deadline);
    SQLException answer = answer(failure);
    if (answer == null || isOwn(known)) {
      return known;
    }
    String text =
        Objects.requireNonNullElse(answer.getMessage(), "").lines().findFirst().orElse("");
    return switch (Objects.requireNonNullElse(answer.getSQLState(), "")) {
      case "55000" ->
          text.contains("wal_level")
              ? because(ErrorKind.UNSUPPORTED, text, "set wal_level = logical and restart", answer)
              : because(ErrorKind.CONFLICT, text, "take a snapshot", answer);
      case "53400" ->
          because(
              ErrorKind.UNAVAILABLE,
              text,
              "raise max_replication_slots, or drop slots that nobody uses",
              answer);
      case "53300" -> because(ErrorKind.UNAVAILABLE, text, "raise max_wal_senders", answer);
      case "42501", "28000" ->
          because(
              ErrorKind.PERMISSION_DENIED,
              text,
              "the role needs REPLICATION (ALTER ROLE name REPLICATION) and an entry in"
                  + " pg_hba.conf",
              answer);
      case "42704" -> because(ErrorKind.CONFLICT, text, "take a snapshot", answer);
      default -> known;
    };
  }

  /** Opens a connection that takes commands of replication, or says what is in its way. */
  static Connection replicate(TableHost host, Deadline deadline) {
    try {
      return host.replicate(deadline);
    } catch (BackendException e) {
      SQLException reason = answer(e);
      throw reason == null ? e : of(host, reason, deadline);
    }
  }

  private static boolean isOwn(OperationException known) {
    return known instanceof BackendException e
        && switch (e.kind()) {
          case CLOSED, CANCELLED, TIMED_OUT -> true;
          default -> false;
        };
  }

  private static BackendException because(
      ErrorKind kind, String text, String remedy, SQLException cause) {
    return new BackendException(kind, Effect.NONE, text + ": " + remedy, cause);
  }

  /** The answer of the server among the causes; null if it has not answered. */
  private static @Nullable SQLException answer(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException answer && answer.getSQLState() != null) {
        return answer;
      }
    }
    return null;
  }

  /** Tells whether a slot is held by somebody else. */
  static boolean isInUse(SQLException failure) {
    return "55006".equals(failure.getSQLState());
  }

  /** Tells whether what was named is not there. */
  static boolean isGone(SQLException failure) {
    return "42704".equals(failure.getSQLState());
  }
}
