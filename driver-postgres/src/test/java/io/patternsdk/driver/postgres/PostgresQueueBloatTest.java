package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What updates and deletes leave behind in the table of the queues. */
class PostgresQueueBloatTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(90));
  private static final int BACKLOG = 50_000;
  private static final int THREADS = 8;
  private static final int EACH = 400;

  /** 500 and a fiftieth of the rows; the server's own defaults would leave a fifth. */
  private static final long LEFT = 500 + BACKLOG / 50;

  @RegisterExtension
  static final PostgresServer SERVER =
      PostgresServer.start(PostgresProfile.plain().option("autovacuum_naptime", "1s"));

  @Test
  void theTableNeitherKeepsDeadRowsNorGrowsWithItsUse() throws InterruptedException {
    try (Backend backend = Backends.open(SERVER.uri());
        Sql sql = Sql.on(SERVER)) {
      sql.ask(
          "INSERT INTO queue_message (queue, body) SELECT 'backlog', 'x' FROM generate_series(1, "
              + BACKLOG
              + ")");
      cycle(backend.require(QUEUE_BASIC));
      awaitVacuum(sql);
      long size = size(sql);
      for (int i = 0; i < 3; i++) {
        cycle(backend.require(QUEUE_BASIC));
        awaitVacuum(sql);
      }
      assertThat(size(sql)).as("bytes, after as many cycles again").isLessThan(size * 5 / 4);
    }
  }

  private static void awaitVacuum(Sql sql) {
    SOON.check(
        () ->
            assertThat(
                    sql.number(
                        "SELECT n_dead_tup FROM pg_stat_user_tables"
                            + " WHERE relname = 'queue_message'"))
                .isLessThanOrEqualTo(LEFT));
  }

  private static long size(Sql sql) {
    return sql.number("SELECT pg_total_relation_size('queue_message')");
  }

  /** Enqueues, receives and acknowledges so often that a fifth of the rows is not reached. */
  private static void cycle(MessageQueue queue) throws InterruptedException {
    List<Thread> threads =
        IntStream.range(0, THREADS)
            .mapToObj(i -> Thread.startVirtualThread(() -> cycle(queue, "jobs " + i)))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    for (int i = 0; i < THREADS; i++) {
      assertThat(queue.depth("jobs " + i)).isEqualTo(new MessageQueue.Depth(0, 0));
    }
  }

  private static void cycle(MessageQueue queue, String name) {
    for (int n = 0; n < EACH; n++) {
      queue.enqueue(name, Message.of("work " + n));
      for (Delivery delivery : queue.receive(name, 1, Duration.ofSeconds(20))) {
        assertThat(queue.ack(name, delivery.receipt())).isTrue();
      }
    }
  }
}
