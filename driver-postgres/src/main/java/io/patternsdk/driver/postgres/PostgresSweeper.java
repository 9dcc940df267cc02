package io.patternsdk.driver.postgres;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.PeriodicTask;
import io.patternsdk.driver.postgres.connections.PostgresConfig.Tables;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import io.patternsdk.driver.postgres.series.PostgresTimeSeries;
import java.time.Duration;

/**
 * Deletes rows that have expired, which nobody sees any more. Every open driver sweeps; rows that
 * another one is about to delete are skipped. It looks once a second while it finds some, and ever
 * less often while it finds none, down to once a minute. That it fails is said once in the log.
 */
final class PostgresSweeper {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int AT_ONCE = 1_000;
  private static final int ROUNDS = 20;
  private static final String SWEEP =
      """
      DELETE FROM kv WHERE key IN (
        SELECT key FROM kv WHERE expires <= now() ORDER BY expires LIMIT %d FOR UPDATE SKIP LOCKED)
      """
          .formatted(AT_ONCE);

  private final PostgresConnections postgres;
  private final PostgresTimeSeries series;
  private final PeriodicTask task;
  private Duration pause = Duration.ZERO; // the first run only waits: who opens goes first

  PostgresSweeper(PostgresConnections postgres, PostgresTimeSeries series) {
    this.postgres = postgres;
    this.series = series;
    this.task = new PeriodicTask("postgres-sweeper", Clock.system(), LONGEST, this::sweep);
    task.start();
  }

  /** Deletes what has expired, or as much as is done in one go; returns the pause after it. */
  private Duration sweep() {
    pause = pause.isZero() ? SHORTEST : after(swept());
    return pause;
  }

  private Duration after(int rows) {
    Duration longer = pause.multipliedBy(2);
    return rows > 0 ? SHORTEST : longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
  }

  private int swept() {
    int rows = swept(SWEEP) + swept(PostgresKeyValueMerge.SWEEP);
    int unused = postgres.update(PostgresChangeLog.PRUNE, statement -> {});
    if (postgres.config().tables() == Tables.CREATE) {
      series.trimAll();
    }
    return rows;
  }

  private int swept(String sweep) {
    int all = 0;
    int swept = AT_ONCE;
    for (int round = 0; round < ROUNDS && swept == AT_ONCE; round++) {
      swept = postgres.update(sweep, statement -> {});
      all += swept;
    }
    return all;
  }

  void close(Deadline deadline) {
    task.close(deadline);
  }
}
