package io.patternsdk.concurrency;

/**
 * A retry budget at one moment.
 *
 * @param capacity how many repeats it holds at most
 * @param left how many are left
 * @param refused how many it has refused since it was made
 */
public record RetryBudgetSnapshot(int capacity, double left, long refused) {}
