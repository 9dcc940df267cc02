package io.patternsdk.http;

/**
 * Records what callers ask for and what comes of it. It waits for nothing: what it cannot record it
 * counts, or refuses before anything is done. Thread-safe.
 */
public interface Auditor extends AutoCloseable {

  /**
   * What was asked for. Secrets are in none of it: the query is left out, and of a variable of the
   * path that is one there is a digest.
   *
   * @param method the method, such as {@code GET}
   * @param route the route with its variables unfilled, such as {@code /v1/identities/{id}}
   * @param on the path, decoded but for what separates its segments
   * @param from the address of whoever asks
   * @param trace the id of the trace; empty where there is none
   */
  record Asked(String method, String route, String on, String from, String trace) {}

  /**
   * Records that a request was refused before its route saw it. Never throws.
   *
   * @param caller who it was; somebody of whom nothing is known, if that was the reason
   * @param status that of the answer: 401, 403, or else it could not be decided
   */
  void refused(Asked asked, Caller caller, int status);

  /**
   * Begins the record of a request that was let in, whose route comes next.
   *
   * @throws HttpProblem 503 if it cannot be recorded and is not to be done without
   */
  Admitted admitted(Asked asked, Caller caller);

  /** Ends it: what was recorded is kept, if it can be. */
  @Override
  void close();

  /** The record of a request that was let in; for one thread. */
  interface Admitted extends AutoCloseable {

    /** Says what the answer is; only the first counts. */
    void answered(int status);

    /** Ends the record, of a request without an answer, too. */
    @Override
    void close();
  }

  /** Returns one that records nothing. */
  static Auditor none() {
    return NoAudit.INSTANCE;
  }
}
