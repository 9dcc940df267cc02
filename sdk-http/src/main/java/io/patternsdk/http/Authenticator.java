package io.patternsdk.http;

/** Finds out, before every route, who sent a request. Thread-safe. */
@FunctionalInterface
public interface Authenticator {

  /**
   * Returns who sent the request, or refuses it.
   *
   * @throws HttpProblem 401 to refuse it, 503 if it cannot be found out at the moment
   */
  Caller authenticate(Request request);

  /** Returns one that asks nobody. */
  static Authenticator anybody() {
    return request -> Caller.anybody();
  }
}
