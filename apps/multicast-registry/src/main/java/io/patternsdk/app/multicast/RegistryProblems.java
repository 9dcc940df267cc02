package io.patternsdk.app.multicast;

import io.patternsdk.http.HttpProblem;
import io.patternsdk.multicast.RegistryException;
import java.util.Optional;

/** Which problems the registry's refusals become. */
final class RegistryProblems {
  private RegistryProblems() {}

  static Optional<HttpProblem> of(Throwable error) {
    if (!(error instanceof RegistryException refused)) {
      return Optional.empty();
    }
    String detail = String.valueOf(refused.getMessage());
    return Optional.of(
        switch (refused.code()) {
          case INVALID -> HttpProblem.badRequest(detail);
          case NOT_FOUND -> HttpProblem.notFound(detail);
          case ALREADY_EXISTS -> HttpProblem.of(409, "Conflict", detail).code("already_exists");
          case QUOTA_EXCEEDED -> HttpProblem.of(429, "Quota Exceeded", detail);
          case UNSUPPORTED -> HttpProblem.of(501, "Not Implemented", detail).code("unsupported");
          case STALE -> HttpProblem.of(503, "Stale", detail).code("stale");
          case NOT_RUNNING -> HttpProblem.stopping(detail);
          default -> HttpProblem.of(500, "Internal Server Error", detail);
        });
  }
}
