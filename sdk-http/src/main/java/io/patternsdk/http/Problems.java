package io.patternsdk.http;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.filter.FilterException;
import io.patternsdk.core.json.JsonException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Which problem each exception becomes: a user's mistake is a 4xx that says what would be right, a
 * backend's failure a code and what it may have done. What a backend said is nobody's business but
 * the log's, as is anything else.
 */
final class Problems {
  private Problems() {}

  static HttpProblem of(Throwable error) {
    return switch (error) {
      case HttpProblem problem -> problem;
      case JsonException e -> HttpProblem.badRequest("the JSON is wrong: " + e.getMessage());
      case FilterException e -> HttpProblem.badRequest("the filter is wrong: " + e.getMessage());
      case OperationException e -> ofOperation(e);
      default -> internal();
    };
  }

  /** Tells whether whoever runs the server should learn of it at once, with its trace. */
  static boolean unexpected(Throwable error) {
    return !(error instanceof HttpProblem
        || error instanceof JsonException
        || error instanceof FilterException
        || error instanceof OperationException);
  }

  /** Returns a problem that passes, after which the client may try again. */
  static HttpProblem unavailable(String code, String detail) {
    return HttpProblem.of(503, "Service Unavailable", detail).code(code);
  }

  private static HttpProblem internal() {
    return HttpProblem.of(500, "Internal Server Error", "the log of the server says more");
  }

  private static HttpProblem ofOperation(OperationException e) {
    HttpProblem problem =
        switch (e) {
          case BackendException b -> ofBackend(b);
          case RejectedException r -> ofRejection(r);
          default -> internal();
        };
    HttpProblem known = problem.member("effect", e.effect().name().toLowerCase(Locale.ROOT));
    return retryAfter(e).map(after -> known.header("Retry-After", seconds(after))).orElse(known);
  }

  /** A breaker that lets a trial through says no time: that trial will have ended by then. */
  private static Optional<Duration> retryAfter(OperationException e) {
    boolean open =
        e instanceof RejectedException refused
            && (refused.reason() == Rejection.OPEN || refused.reason() == Rejection.HALF_OPEN);
    return open ? e.retryAfter().or(() -> Optional.of(Duration.ofSeconds(1))) : e.retryAfter();
  }

  private static HttpProblem ofRejection(RejectedException e) {
    return switch (e.reason()) {
      case OPEN, HALF_OPEN ->
          unavailable("circuit_open", "a backend keeps failing and is left alone for now");
      case FULL -> unavailable("overloaded", "too much is under way already");
      case RATE ->
          HttpProblem.of(429, "Too Many Requests", "too many calls in a time").code("rate_limited");
      case DEADLINE -> timedOut("the time for the request was over");
      default -> unavailable("refused", "the call was refused");
    };
  }

  private static HttpProblem ofBackend(BackendException e) {
    return switch (e.kind()) {
      case INVALID_ARGUMENT ->
          HttpProblem.badRequest("a backend takes no such value").code("invalid_argument");
      case NOT_FOUND -> HttpProblem.notFound("a backend does not have it");
      case CONFLICT -> HttpProblem.of(409, "Conflict", "somebody else has changed it meanwhile");
      case TOO_LARGE ->
          HttpProblem.of(413, "Content Too Large", "it is larger than a backend takes")
              .code("too_large");
      case UNSUPPORTED ->
          HttpProblem.of(501, "Not Implemented", "a backend cannot do it").code("unsupported");
      case TIMED_OUT -> timedOut("a backend did not answer in time");
      case UNAVAILABLE ->
          unavailable("unavailable", "a backend cannot be reached or is at a limit of its own");
      case RATE_LIMITED -> unavailable("overloaded", "a backend takes no more for now");
      case CANCELLED, CLOSED -> unavailable("stopping", "the server is stopping");
      case PERMISSION_DENIED, CORRUPT, UNKNOWN -> failed();
      default -> failed();
    };
  }

  private static HttpProblem failed() {
    return HttpProblem.of(502, "Bad Gateway", "a backend failed; the log of the server says more")
        .code("backend_failed");
  }

  private static HttpProblem timedOut(String detail) {
    return HttpProblem.of(504, "Gateway Timeout", detail).code("timed_out");
  }

  private static String seconds(Duration duration) {
    return Long.toString(Math.max(1, duration.plusNanos(999_999_999).toSeconds()));
  }
}
