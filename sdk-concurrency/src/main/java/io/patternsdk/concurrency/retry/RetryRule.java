package io.patternsdk.concurrency.retry;

/**
 * Decides whether a failed call may be repeated. What it throws itself is logged, and the call is
 * not repeated. Safe for use by any number of threads.
 */
@FunctionalInterface
public interface RetryRule {

  /**
   * Judges a failure.
   *
   * @param idempotent whether the call may be repeated although it may have been applied
   */
  boolean repeats(Throwable failure, boolean idempotent);

  /**
   * Returns the usual rule. A backend's failure is repeated if its kind may pass by itself
   * (UNAVAILABLE, TIMED_OUT, RATE_LIMITED, ABORTED, UNKNOWN) and either it had no effect or the
   * call is idempotent. A refusal as FULL or by RATE is repeated unless the call {@link
   * io.patternsdk.core.RejectedException#waited had waited} before; one by a breaker is not,
   * because failing at once is what the breaker is for, nor one by a DEADLINE. Another exception is
   * repeated if the call is idempotent; an interrupt or an error of the JVM never is.
   */
  static RetryRule standard() {
    return StandardRetryRule.INSTANCE;
  }
}
