package io.patternsdk.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.fanin.FanIn;
import io.patternsdk.concurrency.pipeline.Pipeline;
import io.patternsdk.concurrency.pool.WorkerPool;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Whoever waits sleeps; what has nothing to do has no thread, or one that sleeps. */
class IdleTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void aPoolThatHasDoneItsWorkHasNoThread() throws Exception {
    WorkerPool pool = WorkerPool.named("p").workers(4).build();
    Leaks.none(() -> pool.all(List.of(1, 2, 3, 4, 5), number -> number));
    pool.close();
  }

  @Test
  void noBatchMeansNoAlarm() {
    MovableClock clock = MovableClock.create();
    CountDownLatch delivered = new CountDownLatch(1);
    try (Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .clock(clock)
            .batch("batch", 1, LONG)
            .into("out", batch -> delivered.countDown())) {
      pipeline.submit(1); // fills its batch
      Eventually.within(LONG).until(() -> delivered.getCount() == 0);
      assertThat(clock.sleepers()).isZero();
    }
  }

  @Test
  void whoWaitsForAPlaceSleeps() throws Exception {
    for (boolean fair : List.of(true, false)) {
      Bulkhead bulkhead = Bulkhead.named("b").capacity(1).timeout(LONG).fair(fair).build();
      bulkhead.acquire();
      Thread waiter = Thread.ofPlatform().start(bulkhead::acquire);
      awaitSleep(waiter);
      bulkhead.release();
      waiter.join();
    }
  }

  @Test
  void whoWaitsForTheNextItemSleeps() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (FanIn<String> fanIn = FanIn.<String>named("f").source("a", sink -> gate.await()).start()) {
      Thread reader = Thread.ofPlatform().start(() -> assertThat(fanIn.hasNext()).isFalse());
      awaitSleep(reader);
      gate.countDown();
      reader.join();
    }
  }

  private static void awaitSleep(Thread thread) {
    Eventually.within(LONG)
        .until(
            () ->
                switch (thread.getState()) {
                  case WAITING, TIMED_WAITING -> true;
                  default -> false;
                });
  }
}
