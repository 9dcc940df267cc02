package io.patternsdk.driver.postgres;

import io.patternsdk.driver.postgres.connections.PostgresConnections;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * When queues were last used, where those are deleted that nobody uses. Kept to a tenth of the time
 * that is allowed, so that most uses cost nothing; whoever takes note of one deletes what is due.
 */
final class PostgresIdleQueues {
  static final String TABLE =
      "CREATE TABLE queue_use (queue bytea PRIMARY KEY, used timestamptz NOT NULL)";

  private static final String USE =
      """
      INSERT INTO queue_use (queue, used) VALUES (?, now())
      ON CONFLICT (queue) DO UPDATE SET used = excluded.used
      """;
  private static final String DELETE =
      """
      WITH idle AS (
        DELETE FROM queue_use WHERE used < now() - ? * interval '1 millisecond' RETURNING queue)
      DELETE FROM queue_message m USING idle WHERE m.queue = idle.queue
      """;

  /** Beyond so many queues all are noted anew. */
  private static final int MOST = 100_000;

  private final PostgresConnections postgres;
  private final @Nullable Duration most;
  private final ConcurrentMap<String, Long> noted = new ConcurrentHashMap<>();
  private final AtomicLong deleted = new AtomicLong(System.nanoTime());

  PostgresIdleQueues(PostgresConnections postgres) {
    this.postgres = postgres;
    this.most = postgres.config().maxQueueIdle().orElse(null);
  }

  /** Takes note of a use, before it. */
  void use(String queue) {
    if (most == null) {
      return;
    }
    long now = System.nanoTime();
    long tenth = most.dividedBy(10).toNanos();
    Long before = noted.get(queue);
    if (before == null || now - before > tenth) {
      int unused =
          postgres.update(USE, statement -> statement.setBytes(1, PostgresQueue.stored(queue)));
      if (noted.size() >= MOST) {
        noted.clear();
      }
      noted.put(queue, now);
    }
    long last = deleted.get();
    if (now - last > tenth && deleted.compareAndSet(last, now)) {
      long millis = most.toMillis();
      int unused = postgres.update(DELETE, statement -> statement.setLong(1, millis));
    }
  }
}
