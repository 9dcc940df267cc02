package io.patternsdk.concurrency;

import static io.patternsdk.concurrency.fixtures.Threads.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.bulkhead.BulkheadSnapshot;
import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.concurrency.pool.PoolSnapshot;
import io.patternsdk.concurrency.pool.WorkerPool;
import io.patternsdk.concurrency.ratelimit.RateLimiter;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Rounds;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Half of ten thousand virtual threads are interrupted: no place, task or thread is left behind.
 */
class CrowdInterruptTest {
  private static final int CROWD = 10_000;
  private static final Duration LONG = Duration.ofMinutes(1);

  private final AtomicInteger cancelled = new AtomicInteger();

  /** Starts a crowd, each of which is cancelled or does its work, and interrupts half of it. */
  private List<Thread> disturbedCrowd(Random random, Runnable body) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      threads.add(Thread.startVirtualThread(() -> attempt(body)));
      if (random.nextBoolean()) {
        threads.get(random.nextInt(threads.size())).interrupt();
      }
    }
    return threads;
  }

  private void attempt(Runnable body) {
    try {
      body.run();
    } catch (BackendException e) {
      if (e.kind() == ErrorKind.CANCELLED) {
        cancelled.incrementAndGet();
      }
    }
  }

  @Test
  void resizesAndInterruptsLoseNoPlace() throws InterruptedException {
    for (int round = 0; round < Rounds.count(); round++) {
      resizeAndInterrupt(new Random(round), round % 2 == 0);
    }
  }

  private void resizeAndInterrupt(Random random, boolean fair) throws InterruptedException {
    Bulkhead bulkhead = Bulkhead.named("b").capacity(40).timeout(LONG).fair(fair).build();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger served = new AtomicInteger();
    cancelled.set(0);
    List<Thread> crowd =
        disturbedCrowd(
            random,
            () ->
                bulkhead.call(
                    () -> {
                      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                      Thread.yield();
                      inside.decrementAndGet();
                      return served.incrementAndGet();
                    }));
    for (int i = 0; i < 200; i++) {
      bulkhead.resize(1 + random.nextInt(80));
      Thread.yield();
    }
    bulkhead.resize(40);
    join(crowd);
    assertThat(most.get()).isBetween(1, 80);
    assertThat(served.get() + cancelled.get()).isEqualTo(CROWD);
    assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot(40, 0, 0, 0));
  }

  @Test
  void interruptedSubmittersLoseNoTask() throws InterruptedException {
    WorkerPool pool = WorkerPool.named("p").workers(4).queue(10).build();
    AtomicInteger ran = new AtomicInteger();
    join(disturbedCrowd(new Random(1), () -> pool.execute(ran::incrementAndGet)));
    pool.close();
    assertThat(ran.get() + cancelled.get()).isEqualTo(CROWD);
    assertThat(pool.snapshot()).isEqualTo(new PoolSnapshot(4, 0, 0, ran.get(), 0));
  }

  @Test
  void interruptedCallersLeaveNoWorkerOfAFanOutBehind() throws InterruptedException {
    FanOut fanOut = FanOut.bounded(2);
    AtomicInteger working = new AtomicInteger();
    AtomicInteger whole = new AtomicInteger();
    join(
        disturbedCrowd(
            new Random(2),
            () -> {
              fanOut.all(
                  List.of(1, 2, 3),
                  input -> {
                    working.incrementAndGet();
                    Thread.yield();
                    return working.decrementAndGet();
                  });
              whole.incrementAndGet();
            }));
    Eventually.within(LONG).until(() -> working.get() == 0);
    assertThat(whole.get() + cancelled.get()).isEqualTo(CROWD);
  }

  @Test
  void interruptedWaitersOfARateLimiterKeepNobodyWaiting() throws InterruptedException {
    RateLimiter limiter =
        RateLimiter.named("r").rate(100_000, Duration.ofSeconds(1)).burst(1).timeout(LONG).build();
    AtomicInteger started = new AtomicInteger();
    join(
        disturbedCrowd(
            new Random(3),
            () -> {
              limiter.acquire();
              started.incrementAndGet();
            }));
    assertThat(started.get() + cancelled.get()).isEqualTo(CROWD);
    assertThat(limiter.snapshot().refused()).isZero();
  }

  @Test
  void whoeverGaveUpIsNotHeld() throws InterruptedException {
    for (boolean fair : List.of(true, false)) {
      Bulkhead bulkhead = Bulkhead.named("b").capacity(1).timeout(LONG).fair(fair).build();
      bulkhead.acquire();
      WeakReference<Thread> gone = waitAndGiveUp(bulkhead);
      Eventually.within(LONG)
          .until(
              () -> {
                System.gc();
                return gone.get() == null;
              });
      assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot(1, 1, 0, 0));
    }
  }

  private WeakReference<Thread> waitAndGiveUp(Bulkhead bulkhead) throws InterruptedException {
    Thread waiter = Thread.startVirtualThread(() -> attempt(bulkhead::acquire));
    Eventually.within(LONG).until(() -> bulkhead.snapshot().waiting() == 1);
    waiter.interrupt();
    waiter.join();
    return new WeakReference<>(waiter);
  }
}
