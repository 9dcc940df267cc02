package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code max_queue_idle} makes of queues that nobody uses. */
class PostgresIdleQueueTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  @Test
  void aQueueThatNobodyUsesIsDeletedByWhoeverUsesAnother() {
    try (Backend backend = open("1s")) {
      MessageQueue queue = backend.require(QUEUE_BASIC);
      queue.enqueue("left", Message.of("work"));
      assertThat(queue.depth("left").waiting()).isEqualTo(1);
      SOON.check(
          () -> {
            queue.enqueue("used", Message.of("work"));
            assertThat(queue.depth("left").waiting()).isZero();
          });
      assertThat(queue.depth("used").waiting()).isPositive();
    }
  }

  @Test
  void whoAllowsMoreDeletesNothingSoSoon() {
    try (Backend backend = open("1h");
        Sql sql = Sql.on(PostgresServer.shared())) {
      MessageQueue queue = backend.require(QUEUE_BASIC);
      queue.enqueue("kept", Message.of("work"));
      queue.enqueue("kept", Message.of("work"));
      assertThat(queue.depth("kept").waiting()).isEqualTo(2);
      assertThat(sql.number("SELECT count(*) FROM queue_use")).isPositive();
    }
  }

  private static Backend open(String idle) {
    return Backends.open(
        Backends.options(PostgresServer.shared().uri(), Map.of("max_queue_idle", idle)));
  }
}
