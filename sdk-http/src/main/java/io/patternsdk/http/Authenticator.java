package io.patternsdk.http;

/** Decides, before every route, whether a request may pass. Thread-safe. */
@FunctionalInterface
public interface Authenticator {

  /**
   * Lets the request pass, or refuses it.
   *
   * @throws HttpProblem 401 or 403 to refuse
   */
  void authenticate(Request request);

  /** Returns one that lets everybody pass. */
  static Authenticator anybody() {
    return request -> {};
  }
}
