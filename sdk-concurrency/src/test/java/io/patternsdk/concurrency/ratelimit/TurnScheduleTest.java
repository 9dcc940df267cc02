package io.patternsdk.concurrency.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.MovableClock;
import io.patternsdk.testkit.Rounds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/**
 * Random callers who wait for their turns, some of whom are interrupted: whoever still comes waits
 * for those who wait and for nobody else, and the rate is kept.
 */
class TurnScheduleTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));
  private static final int SCHEDULES = 10;
  private static final int STEPS = 60;

  @Test
  void whoeverGivesATurnUpIsNotWaitedFor() {
    Rounds.eachSeed(
        seed -> {
          Random random = new Random(seed);
          for (int i = 0; i < SCHEDULES; i++) {
            new Schedule(random).run();
          }
        });
  }

  private static final class Schedule {
    private final Random random;
    private final MovableClock clock = MovableClock.create();
    private final ThreadLocal<Long> due = ThreadLocal.withInitial(clock::nanoTime);
    private final int burst;
    private final long interval;
    private final RateLimiter limiter;
    private final ConcurrentLinkedQueue<Long> started = new ConcurrentLinkedQueue<>();
    private final List<Thread> waiting = new ArrayList<>();

    Schedule(Random random) {
      this.random = random;
      burst = 1 + random.nextInt(4);
      interval = 1_000 + random.nextInt(1_000_000);
      limiter =
          RateLimiter.named("r")
              .rate(1, Duration.ofNanos(interval))
              .burst(burst)
              .timeout(Duration.ofHours(1))
              .clock(new Noting(clock, due))
              .build();
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(4)) {
          case 0, 1 -> come();
          case 2 -> giveUp();
          default -> clock.advance(Duration.ofNanos(random.nextLong(2 * interval)));
        }
        settle();
        assertThat(limiter.snapshot().nextIn().toNanos())
            .as("step %d, %d wait", step, waiting.size())
            .isLessThanOrEqualTo((waiting.size() + 1) * interval);
      }
      clock.advance(Duration.ofHours(1));
      waiting.forEach(TurnScheduleTest::join);
      List<Long> times = started.stream().sorted().toList();
      for (int i = burst; i < times.size(); i++) {
        assertThat(times.get(i) - times.get(i - burst)).isGreaterThanOrEqualTo(interval);
      }
    }

    private void come() {
      waiting.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  limiter.acquire();
                  started.add(due.get());
                } catch (BackendException interrupted) {
                  assertThat(Thread.currentThread().isInterrupted()).isTrue();
                }
              }));
    }

    private void giveUp() {
      if (!waiting.isEmpty()) {
        Thread one = waiting.remove(random.nextInt(waiting.size()));
        one.interrupt();
        join(one);
      }
    }

    /** Returns when all who came have begun or wait. */
    private void settle() {
      SOON.until(
          () -> {
            waiting.removeIf(thread -> !thread.isAlive());
            return clock.sleepers() == waiting.size();
          });
    }
  }

  /** Notes when a thread that sleeps is to wake, since it may wake later. */
  private record Noting(Clock clock, ThreadLocal<Long> due) implements Clock {
    @Override
    public long nanoTime() {
      return clock.nanoTime();
    }

    @Override
    public Instant now() {
      return clock.now();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      due.set(clock.nanoTime() + duration.toNanos());
      clock.sleep(duration);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
