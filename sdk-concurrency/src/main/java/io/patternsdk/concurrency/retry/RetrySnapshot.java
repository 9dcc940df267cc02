package io.patternsdk.concurrency.retry;

/**
 * A retry at one moment.
 *
 * @param repeated how many attempts it has repeated since it was made
 * @param gaveUp how many calls it could have repeated and did not, for want of attempts, time or
 *     budget
 */
public record RetrySnapshot(long repeated, long gaveUp) {}
