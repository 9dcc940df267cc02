package io.patternsdk.concurrency.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BulkheadTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Nested
  class Fair extends BulkheadContract {
    Fair() {
      super(true);
    }

    @Test
    void nobodyOvertakesWhoeverWaits() throws InterruptedException {
      Bulkhead bulkhead = bulkhead(1, LONG);
      bulkhead.acquire();
      Thread waiting = Thread.startVirtualThread(() -> bulkhead.call(() -> "in"));
      awaitWaiting(bulkhead, 1);
      bulkhead.release();
      waiting.join();
      assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot(1, 0, 0, 0));
    }
  }

  @Nested
  class Barging extends BulkheadContract {
    Barging() {
      super(false);
    }

    @Test
    void nobodyOvertakesForEver() {
      Bulkhead bulkhead = bulkhead(1, LONG);
      bulkhead.acquire();
      Thread waiting = Thread.startVirtualThread(() -> bulkhead.call(() -> "in"));
      awaitWaiting(bulkhead, 1);
      Deadline patience = Deadline.after(LONG);
      while (waiting.isAlive() && !patience.passed()) {
        bulkhead.release();
        bulkhead.acquire();
      }
      assertThat(waiting.isAlive()).isFalse();
      bulkhead.release();
      assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot(1, 0, 0, 0));
    }
  }
}
