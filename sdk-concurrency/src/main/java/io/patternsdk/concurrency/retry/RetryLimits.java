package io.patternsdk.concurrency.retry;

/**
 * How often and when a call is repeated.
 *
 * @param attempts the most, the first included
 * @param backoff the bound of the first pause in nanoseconds; it doubles with each attempt
 * @param longestBackoff the most that the bound grows to
 * @param timeLimit after which no further attempt begins; 0 for none
 */
record RetryLimits(int attempts, long backoff, long longestBackoff, long timeLimit) {

  long boundAfter(int attempt) {
    int doublings = attempt - 1;
    return doublings >= Long.numberOfLeadingZeros(backoff) - 1
        ? longestBackoff
        : Math.min(longestBackoff, backoff << doublings);
  }
}
