package io.patternsdk.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.bulkhead.BulkheadSnapshot;
import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.concurrency.ratelimit.RateLimiter;
import io.patternsdk.concurrency.retry.RetryBudget;
import io.patternsdk.concurrency.retry.RetryBudgetSnapshot;
import io.patternsdk.testkit.MovableClock;
import io.patternsdk.testkit.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Random schedules of one thread: each limit does what a plain one does. */
class LimitScheduleTest {
  private static final int SCHEDULES = 30;
  private static final int STEPS = 1_000;

  private static void schedules(Consumer<Random> schedule) {
    Rounds.eachSeed(
        seed -> {
          Random random = new Random(seed);
          for (int i = 0; i < SCHEDULES; i++) {
            schedule.accept(random);
          }
        });
  }

  @Test
  void aRateLimiterLetsThroughWhatABucketHolds() {
    schedules(LimitScheduleTest::rate);
  }

  /** The bucket counts in shares of a turn, one a nanosecond, so that nothing is rounded. */
  private static void rate(Random random) {
    MovableClock clock = MovableClock.create();
    int burst = 1 + random.nextInt(5);
    long interval = 1_000 + random.nextInt(1_000_000);
    RateLimiter limiter =
        RateLimiter.named("r")
            .rate(1, Duration.ofNanos(interval))
            .burst(burst)
            .clock(clock)
            .build();
    List<Long> started = new ArrayList<>();
    long bucket = burst * interval;
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(3) == 0) {
        long passed = random.nextLong(random.nextInt(10) == 0 ? 9 * interval : interval + 1);
        clock.advance(Duration.ofNanos(passed));
        bucket = Math.min(burst * interval, bucket + passed);
      }
      boolean any = bucket >= interval;
      assertThat(limiter.tryAcquire()).as("step %d", step).isEqualTo(any);
      bucket -= any ? interval : 0;
      if (any) {
        started.add(clock.nanoTime());
      }
    }
    for (int i = burst; i < started.size(); i++) {
      assertThat(started.get(i) - started.get(i - burst)).isGreaterThanOrEqualTo(interval);
    }
  }

  @Test
  void aRetryBudgetHoldsWhatWasEarned() {
    schedules(LimitScheduleTest::budget);
  }

  private static void budget(Random random) {
    int capacity = 1 + random.nextInt(5);
    int percent = random.nextInt(101);
    Heard heard = new Heard();
    RetryBudget budget =
        RetryBudget.named("b").capacity(capacity).share(percent / 100.0).listener(heard).build();
    int left = capacity * 100;
    boolean spent = false;
    int refused = 0;
    List<String> told = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      if (random.nextBoolean()) {
        boolean any = left >= 100;
        assertThat(budget.trySpend()).as("step %d", step).isEqualTo(any);
        left -= any ? 100 : 0;
        refused += any ? 0 : 1;
        if (!any && !spent) {
          told.add("b is spent");
          spent = true;
        }
      } else {
        budget.earn();
        left = Math.min(capacity * 100, left + percent);
        if (spent && left >= Math.max(100, capacity * 50)) {
          told.add("b has recovered");
          spent = false;
        }
      }
      assertThat(budget.snapshot())
          .as("step %d", step)
          .isEqualTo(new RetryBudgetSnapshot(capacity, left / 100.0, spent, refused));
    }
    assertThat(heard.events).isEqualTo(told);
  }

  @Test
  void aBulkheadHoldsItsCapacityWhateverItWas() {
    schedules(random -> places(random, true));
    schedules(random -> places(random, false));
  }

  private static void places(Random random, boolean fair) {
    int most = 1 + random.nextInt(random.nextBoolean() ? 5 : 200);
    int capacity = 1 + random.nextInt(most);
    int taken = 0;
    Bulkhead bulkhead =
        Bulkhead.named("b").capacity(capacity).timeout(Duration.ZERO).fair(fair).build();
    int turns = random.nextInt(100); // so many of a hundred come rather than go
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(50) == 0) {
        capacity = 1 + random.nextInt(most);
        bulkhead.resize(capacity);
        turns = random.nextInt(100);
      } else if (random.nextInt(100) < turns) {
        boolean free = taken < capacity;
        assertThat(bulkhead.tryAcquire()).as("step %d", step).isEqualTo(free);
        taken += free ? 1 : 0;
      } else {
        assertThat(gaveBack(bulkhead)).as("step %d", step).isEqualTo(taken > 0);
        taken -= taken > 0 ? 1 : 0;
      }
      if (random.nextInt(20) == 0) {
        BulkheadSnapshot now = bulkhead.snapshot();
        assertThat(now).isEqualTo(new BulkheadSnapshot(capacity, taken, 0, now.refused()));
      }
    }
  }

  private static boolean gaveBack(Bulkhead bulkhead) {
    try {
      bulkhead.release();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
