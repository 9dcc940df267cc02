package io.patternsdk.concurrency.bulkhead;

/**
 * A bulkhead at one moment.
 *
 * @param capacity how many calls may run at once
 * @param running how many run; more than the capacity for a while after it was shrunk
 * @param waiting about how many wait for a permit
 * @param refused how many it has refused as full since it was made
 */
public record BulkheadSnapshot(int capacity, int running, int waiting, long refused) {}
