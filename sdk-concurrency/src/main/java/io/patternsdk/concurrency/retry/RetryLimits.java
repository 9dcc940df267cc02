package io.patternsdk.concurrency.retry;

/**
 * How often and when a call is repeated.
 *
 * @param maxAttempts the most, the first included
 * @param initialDelay the bound of the first pause in nanoseconds; it doubles with each attempt
 * @param maxDelay the most that the bound grows to
 * @param maxDuration after which no further attempt begins; 0 for none
 */
record RetryLimits(int maxAttempts, long initialDelay, long maxDelay, long maxDuration) {

  long boundAfter(int attempt) {
    int doublings = attempt - 1;
    return doublings >= Long.numberOfLeadingZeros(initialDelay) - 1
        ? maxDelay
        : Math.min(maxDelay, initialDelay << doublings);
  }
}
