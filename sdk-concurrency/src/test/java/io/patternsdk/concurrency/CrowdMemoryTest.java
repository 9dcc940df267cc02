package io.patternsdk.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.bulkhead.BulkheadSnapshot;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.fanin.FanIn;
import io.patternsdk.concurrency.fanin.FanInBuilder;
import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.guard.GuardSnapshot;
import io.patternsdk.concurrency.pipeline.Parallel;
import io.patternsdk.concurrency.pipeline.Pipeline;
import io.patternsdk.concurrency.pool.WorkerPool;
import io.patternsdk.concurrency.ratelimit.RateLimiter;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.concurrency.retry.RetryBudget;
import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.OperationException;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Leaks;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand virtual threads, some of them interrupted at any point: afterwards no permit, no
 * thread and nothing that they brought along is held by what they used, which others may still use.
 */
class CrowdMemoryTest {
  private static final int CROWD = 10_000;
  private static final Duration LONG = Duration.ofMinutes(1);
  private final List<WeakReference<Object>> brought = new ArrayList<>();
  private final AtomicInteger done = new AtomicInteger();

  private void crowd(Consumer<Object> body) throws InterruptedException {
    Random random = new Random(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      Object mine = new Object();
      brought.add(new WeakReference<>(mine));
      threads.add(Thread.startVirtualThread(() -> attempt(body, mine)));
      if (random.nextInt(4) == 0) {
        threads.get(random.nextInt(threads.size())).interrupt();
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(done).hasValue(CROWD);
  }

  private void attempt(Consumer<Object> body, Object mine) {
    try {
      body.accept(mine);
    } catch (OperationException e) {
      // interrupted, refused or failed on cue
    } finally {
      done.incrementAndGet();
    }
  }

  private void nothingIsHeld() {
    noMoreIsHeldThan(0);
  }

  private void noMoreIsHeldThan(int most) {
    Eventually.within(LONG)
        .check(
            () -> {
              System.gc();
              assertThat(brought.stream().filter(it -> it.get() != null).count())
                  .isLessThanOrEqualTo(most);
            });
  }

  @Test
  void aGuardWithAllItsPartsHoldsNothing() throws Exception {
    Guard guard =
        Guard.named("g")
            .retry(
                Retry.named("r")
                    .maxAttempts(2)
                    .initialDelay(Duration.ofNanos(1_000))
                    .maxDelay(Duration.ofNanos(1_000))
                    .budget(RetryBudget.of(CROWD, 1))
                    .build())
            .rateLimiter(
                RateLimiter.named("l").rate(1_000_000, Duration.ofSeconds(1)).burst(100).build())
            .bulkhead(Bulkhead.of("b", 20, LONG))
            .breaker(CircuitBreaker.named("c").maxFailures(CROWD).build())
            .timeLimit(TimeLimit.of(LONG))
            .build();
    Leaks.none(() -> crowd(mine -> guard.call(() -> sometimesFail(mine))));
    GuardSnapshot after = guard.snapshot();
    assertThat(after.bulkhead()).contains(new BulkheadSnapshot(20, 0, 0, 0));
    assertThat(after.breaker().orElseThrow().trialsInFlight()).isZero();
    assertThat(after.timeLimit().orElseThrow().exceeded()).isZero();
    nothingIsHeld();
  }

  private static Object sometimesFail(Object mine) {
    Thread.yield();
    if (System.identityHashCode(mine) % 10 == 0) {
      throw Failures.down();
    }
    return mine;
  }

  @Test
  void aPoolHoldsNothing() throws Exception {
    WorkerPool pool = WorkerPool.named("p").workers(4).queue(10).build();
    Leaks.none(() -> crowd(mine -> pool.submit(() -> mine)));
    nothingIsHeld();
    pool.close();
  }

  @Test
  void aFanOutHoldsNothing() throws Exception {
    FanOut fanOut = FanOut.bounded(2);
    Leaks.none(() -> crowd(mine -> fanOut.first(List.of(mine, mine, mine), it -> it)));
    assertThat(fanOut.snapshot().inputs()).isLessThanOrEqualTo(3L * CROWD);
    nothingIsHeld();
  }

  @Test
  void anOpenPipelineHoldsNoMoreThanItsThreadsHadLast() throws Exception {
    AtomicInteger delivered = new AtomicInteger();
    AtomicInteger accepted = new AtomicInteger();
    Leaks.none(
        () -> {
          try (Pipeline<Object> pipeline =
              Pipeline.named("p")
                  .buffer(4)
                  .map("step", Parallel.ordered(2), item -> item)
                  .into("out", item -> delivered.incrementAndGet())) {
            crowd(
                mine -> {
                  pipeline.submit(mine);
                  accepted.incrementAndGet();
                });
            Eventually.within(LONG).until(() -> delivered.get() == accepted.get());
            noMoreIsHeldThan(8);
          }
        });
    nothingIsHeld();
  }

  @Test
  void fanInsOfACrowdOfSourcesHoldNothing() throws Exception {
    AtomicInteger poured = new AtomicInteger();
    Leaks.none(
        () -> {
          for (int i = 0; i < CROWD / 100; i++) {
            mergeAHundred(poured, i % 2 == 0);
          }
        });
    assertThat(poured.get()).isPositive();
    nothingIsHeld();
  }

  private void mergeAHundred(AtomicInteger poured, boolean interrupted) {
    FanInBuilder<Object> builder = FanIn.named("f").buffer(1);
    for (int i = 0; i < 100; i++) {
      Object mine = new Object();
      brought.add(new WeakReference<>(mine));
      builder.source("s" + i, List.of(mine, mine, mine).iterator());
    }
    CountDownLatch some = new CountDownLatch(20);
    FanIn<Object> fanIn = builder.start();
    Thread reader =
        Thread.startVirtualThread(
            () ->
                attempt(
                    it ->
                        fanIn.forEachRemaining(
                            item -> {
                              poured.incrementAndGet();
                              some.countDown();
                            }),
                    fanIn));
    try {
      some.await();
      if (interrupted) {
        reader.interrupt();
      }
      reader.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    fanIn.close();
  }
}
