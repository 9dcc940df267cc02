package io.patternsdk.http;

import java.util.List;

/** Decides, before every route, whether its caller may do what he asks for. Thread-safe. */
@FunctionalInterface
public interface Authorizer {

  /**
   * Lets the request pass, or refuses it.
   *
   * @param method the method of the request, such as {@code GET}
   * @param path the segments of its path, percent-decoded, as they find its route
   * @throws HttpProblem 403 to refuse it, 503 if it cannot be decided at the moment
   */
  void authorize(Caller caller, String method, List<String> path);

  /** Returns one that lets everybody do everything. */
  static Authorizer everything() {
    return (caller, method, path) -> {};
  }
}
