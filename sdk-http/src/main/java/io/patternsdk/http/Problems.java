package io.patternsdk.http;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.filter.FilterException;
import io.patternsdk.core.json.JsonException;
import java.time.Duration;
import java.util.Locale;

/**
 * Which problem each exception becomes: a user's mistake is a 4xx that says what would be right, a
 * backend's failure a 5xx that says which and what it may have done; anything else is nobody's
 * business but the log's.
 */
final class Problems {
  private Problems() {}

  static HttpProblem of(Throwable error) {
    return switch (error) {
      case HttpProblem problem -> problem;
      case JsonException e -> HttpProblem.badRequest("the JSON is wrong: " + e.getMessage());
      case FilterException e -> HttpProblem.badRequest("the filter is wrong: " + e.getMessage());
      case OperationException e -> ofOperation(e);
      default -> HttpProblem.of(500, "Internal Server Error", "the log of the server says more");
    };
  }

  /** Tells whether whoever runs the server should learn of it. */
  static boolean unexpected(Throwable error) {
    return !(error instanceof HttpProblem
        || error instanceof JsonException
        || error instanceof FilterException
        || error instanceof OperationException);
  }

  private static HttpProblem ofOperation(OperationException e) {
    HttpProblem problem =
        switch (e) {
          case BackendException b -> ofBackend(b);
          case RejectedException r -> ofRejection(r);
          default -> HttpProblem.of(500, "Internal Server Error", message(e));
        };
    HttpProblem known = problem.member("effect", e.effect().name().toLowerCase(Locale.ROOT));
    return e.retryAfter().map(after -> known.header("Retry-After", seconds(after))).orElse(known);
  }

  private static HttpProblem ofRejection(RejectedException e) {
    return switch (e.reason()) {
      case OPEN, FULL -> HttpProblem.of(503, "Service Unavailable", message(e));
      case RATE -> HttpProblem.of(429, "Too Many Requests", message(e));
      case DEADLINE -> HttpProblem.of(504, "Gateway Timeout", message(e));
      default -> HttpProblem.of(503, "Service Unavailable", message(e));
    };
  }

  private static HttpProblem ofBackend(BackendException e) {
    return switch (e.kind()) {
      case INVALID_ARGUMENT -> HttpProblem.badRequest(message(e));
      case NOT_FOUND -> HttpProblem.notFound(message(e));
      case CONFLICT -> HttpProblem.of(409, "Conflict", message(e));
      case TOO_LARGE -> HttpProblem.of(413, "Content Too Large", message(e));
      case UNSUPPORTED -> HttpProblem.of(501, "Not Implemented", message(e));
      case TIMED_OUT -> HttpProblem.of(504, "Gateway Timeout", message(e));
      case UNAVAILABLE, RATE_LIMITED, CANCELLED, CLOSED ->
          HttpProblem.of(503, "Service Unavailable", message(e));
      case PERMISSION_DENIED, CORRUPT, UNKNOWN -> HttpProblem.of(502, "Bad Gateway", message(e));
      default -> HttpProblem.of(502, "Bad Gateway", message(e));
    };
  }

  private static String message(OperationException e) {
    return String.valueOf(e.getMessage());
  }

  private static String seconds(Duration duration) {
    return Long.toString(Math.max(1, duration.plusNanos(999_999_999).toSeconds()));
  }
}
