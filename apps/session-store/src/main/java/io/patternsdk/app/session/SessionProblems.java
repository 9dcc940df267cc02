package io.patternsdk.app.session;

import io.patternsdk.http.HttpProblem;
import io.patternsdk.session.SessionException;
import java.util.Optional;

/** Which problems the store's refusals become. */
final class SessionProblems {
  private static final String FAILED = "Internal Server Error";

  private SessionProblems() {}

  static Optional<HttpProblem> of(Throwable error) {
    if (!(error instanceof SessionException refused)) {
      return Optional.empty();
    }
    String detail = String.valueOf(refused.getMessage());
    return Optional.of(
        switch (refused.code()) {
          case INVALID -> HttpProblem.badRequest(detail);
          case NOT_FOUND -> HttpProblem.notFound(detail);
          case TOO_LARGE -> HttpProblem.of(413, "Content Too Large", detail).code("too_large");
          case TOO_MANY -> HttpProblem.of(409, "Conflict", detail).code("too_many");
          case UNREADABLE -> HttpProblem.of(500, FAILED, detail).code("unreadable");
          case TAMPERED -> HttpProblem.of(500, FAILED, detail).code("tampered");
          case NOT_RUNNING -> HttpProblem.stopping(detail);
          default -> HttpProblem.of(500, FAILED, detail);
        });
  }
}
