package io.patternsdk.concurrency.retry;

/**
 * A retry budget at one moment.
 *
 * @param capacity how many repeats it holds at most
 * @param left how many are left
 * @param spent whether it has refused one, and half of it has not been earned back since
 * @param refused how many it has refused since it was made
 */
public record RetryBudgetSnapshot(int capacity, double left, boolean spent, long refused) {}
