package io.patternsdk.concurrency.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Deadline;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SingleWaiterConditionTest {
  /** Pauses are never shorter than they should be, so this holds on however slow a machine. */
  @Test
  void whoWaitsAtABufferLooksAfterPausesThatDouble() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    CountDownLatch looked = new CountDownLatch(12);
    SingleWaiterCondition condition =
        new SingleWaiterCondition(
            () -> {
              looks.incrementAndGet();
              looked.countDown();
              return false;
            },
            () -> false);
    long begun = System.nanoTime();
    Thread waiter = Thread.startVirtualThread(() -> condition.await(Deadline.NONE));
    looked.await();
    int counted = looks.get();
    double pauses = (System.nanoTime() - begun) / 50_000.0;
    waiter.interrupt();
    waiter.join();
    // The first look comes before any pause, the second before the first one.
    assertThat(Math.pow(2, counted - 2) - 1).isLessThanOrEqualTo(pauses);
  }
}
