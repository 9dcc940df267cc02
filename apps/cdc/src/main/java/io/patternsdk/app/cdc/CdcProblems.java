package io.patternsdk.app.cdc;

import io.patternsdk.core.BackendException;
import io.patternsdk.http.HttpProblem;
import java.util.Optional;

/** Which problems the refusals of a capture become; what a backend refused is not among them. */
final class CdcProblems {
  private CdcProblems() {}

  static Optional<HttpProblem> of(Throwable error) {
    if (!(error instanceof BackendException refused) || refused.operation().isPresent()) {
      return Optional.empty();
    }
    String detail = String.valueOf(refused.getMessage());
    return switch (refused.kind()) {
      case INVALID_ARGUMENT -> Optional.of(HttpProblem.badRequest(detail));
      case NOT_FOUND -> Optional.of(HttpProblem.notFound(detail));
      case CONFLICT -> Optional.of(HttpProblem.of(409, "Conflict", detail));
      default -> Optional.empty();
    };
  }
}
