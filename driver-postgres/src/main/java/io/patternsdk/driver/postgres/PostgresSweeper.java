package io.patternsdk.driver.postgres;

import io.patternsdk.core.OperationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Deletes rows that have expired, which nobody sees any more. Every open driver sweeps; rows that
 * another one is about to delete are skipped. It looks once a second while it finds some, and ever
 * less often while it finds none, down to once a minute.
 */
final class PostgresSweeper {
  private static final Logger LOG = System.getLogger(PostgresSweeper.class.getName());
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
  private final Thread thread;

  PostgresSweeper(PostgresConnections postgres) {
    this.postgres = postgres;
    this.thread = Thread.ofVirtual().name("postgres-sweeper").start(this::run);
  }

  private void run() {
    Duration pause = SHORTEST;
    try {
      while (!postgres.calls().closed()) {
        Thread.sleep(pause);
        Duration longer = pause.multipliedBy(2);
        pause = sweep() > 0 ? SHORTEST : longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the driver is closed
    }
  }

  /** Deletes what has expired, or as much as is done in one go; returns how many rows. */
  private long sweep() {
    long all = 0;
    try {
      int swept = AT_ONCE;
      for (int round = 0; round < ROUNDS && swept == AT_ONCE; round++) {
        swept = postgres.update(SWEEP, statement -> {});
        all += swept;
      }
      swept = AT_ONCE;
      for (int round = 0; round < ROUNDS && swept == AT_ONCE; round++) {
        swept = postgres.update(PostgresKeyValueMerge.SWEEP, statement -> {});
        all += swept;
      }
      int unused = postgres.update(PostgresChangeLog.PRUNE, statement -> {});
    } catch (OperationException e) {
      LOG.log(Level.DEBUG, "expired rows stay for now", e);
    }
    return all;
  }

  void close() {
    thread.interrupt();
  }
}
