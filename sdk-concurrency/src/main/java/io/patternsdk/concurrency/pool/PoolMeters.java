package io.patternsdk.concurrency.pool;

import io.patternsdk.core.Meters;

/**
 * Publishes the state of worker pools: the gauges {@code worker_pool_workers}, {@code
 * worker_pool_running} and {@code worker_pool_queued} and the counters {@code
 * worker_pool_completed_total} and {@code worker_pool_refused_total}, each by pool. It stands here
 * because a pattern has its pools itself, and depends on no more than this.
 */
public final class PoolMeters {
  private PoolMeters() {}

  /** Publishes a pool under its name. */
  public static void publish(Meters meters, WorkerPool pool) {
    String name = pool.name();
    meters.gauge(
        "worker_pool_workers", "Tasks that may run", () -> pool.snapshot().workers(), "pool", name);
    meters.gauge(
        "worker_pool_running", "Tasks that run", () -> pool.snapshot().running(), "pool", name);
    meters.gauge(
        "worker_pool_queued",
        "Tasks that wait for a worker",
        () -> pool.snapshot().queued(),
        "pool",
        name);
    meters.total(
        "worker_pool_completed_total",
        "Tasks that have ended",
        () -> pool.snapshot().completed(),
        "pool",
        name);
    meters.total(
        "worker_pool_refused_total",
        "Tasks refused",
        () -> pool.snapshot().refused(),
        "pool",
        name);
  }
}
