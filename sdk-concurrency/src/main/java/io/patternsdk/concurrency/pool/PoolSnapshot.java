package io.patternsdk.concurrency.pool;

/**
 * A worker pool at one moment.
 *
 * @param workers how many may work at once
 * @param running how many work
 * @param queued how many tasks wait for a worker
 * @param completed how many tasks its workers have ended, however they ended
 * @param refused how many tasks it has refused since it was made
 */
public record PoolSnapshot(int workers, int running, int queued, long completed, long refused) {}
