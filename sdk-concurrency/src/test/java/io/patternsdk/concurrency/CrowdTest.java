package io.patternsdk.concurrency;

import static io.patternsdk.concurrency.fixtures.Threads.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.bulkhead.BulkheadSnapshot;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreakerBuilder;
import io.patternsdk.concurrency.circuitbreaker.Outcome;
import io.patternsdk.concurrency.fixtures.Threads;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.pool.PoolSnapshot;
import io.patternsdk.concurrency.pool.WhenFull;
import io.patternsdk.concurrency.pool.WorkerPool;
import io.patternsdk.concurrency.ratelimit.RateLimiter;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.layer.Site;
import io.patternsdk.testkit.MovableClock;
import io.patternsdk.testkit.Rounds;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Virtual threads by the ten thousand, interrupted at any point: nothing leaks, nothing is lost.
 */
class CrowdTest {
  private static final int CROWD = 10_000;

  private static List<Thread> crowd(Runnable body) {
    return Threads.start(CROWD, body);
  }

  @Test
  void noMoreThanTheTrialsPassHoweverManyCome() throws InterruptedException {
    for (int round = 0; round < Rounds.count(); round++) {
      MovableClock clock = MovableClock.create();
      CircuitBreaker breaker =
          CircuitBreaker.named("b").maxFailures(1).halfOpenTrials(3).clock(clock).build();
      breaker.acquire().end(Outcome.FAILURE);
      clock.advance(Duration.ofSeconds(30));
      AtomicInteger passed = new AtomicInteger();
      join(
          crowd(
              () -> {
                if (breaker.tryAcquire() != null) {
                  passed.incrementAndGet();
                }
              }));
      assertThat(passed).hasValue(3);
      assertThat(breaker.snapshot().trialsInFlight()).isEqualTo(3);
    }
  }

  @Test
  void noOutcomeIsLost() throws InterruptedException {
    for (Duration window : List.of(Duration.ofHours(1), Duration.ZERO)) {
      CircuitBreakerBuilder builder = CircuitBreaker.named("b").failureRate(1);
      CircuitBreaker breaker =
          (window.isZero() ? builder.window(CROWD * 2) : builder.windowTime(window)).build();
      AtomicInteger turn = new AtomicInteger();
      join(
          crowd(
              () -> {
                boolean fails = turn.getAndIncrement() % 100 == 50;
                breaker.acquire().end(fails ? Outcome.FAILURE : Outcome.SUCCESS);
              }));
      assertThat(breaker.snapshot().calls()).isEqualTo(CROWD);
      assertThat(breaker.snapshot().failures()).isEqualTo(CROWD / 100);
    }
  }

  @Test
  void interruptsAtAnyPointLeakNoPermit() {
    Rounds.eachSeed(
        seed -> {
          try {
            interruptSome(new Random(seed), true);
            interruptSome(new Random(seed), false);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void interruptSome(Random random, boolean fair) throws InterruptedException {
    Bulkhead bulkhead =
        Bulkhead.named("b").capacity(3).timeout(Duration.ofMinutes(1)).fair(fair).build();
    CircuitBreaker breaker = CircuitBreaker.named("b").maxFailures(CROWD * 9).build();
    Guard guard = Guard.builder().bulkhead(bulkhead).breaker(breaker).build();
    Operation operation = Operation.of("c", "go", Kind.WRITE);
    Interceptor go = guard.bind(new Site("s", "d"), operation);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger finished = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads =
        crowd(
            () -> {
              try {
                start.await();
                go.call(
                    Invocation.of(operation, ""),
                    () -> {
                      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                      Thread.yield();
                      return inside.decrementAndGet();
                    });
              } catch (InterruptedException | OperationException e) {
                assertThat(e).isInstanceOfAny(InterruptedException.class, BackendException.class);
              } finally {
                finished.incrementAndGet();
              }
            });
    start.countDown();
    for (int i = 0; i < CROWD / 2; i++) {
      threads.get(random.nextInt(CROWD)).interrupt();
    }
    join(threads);
    assertThat(finished).hasValue(CROWD);
    assertThat(most.get()).isBetween(1, 3);
    assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot(3, 0, 0, 0));
  }

  @Test
  void manySubmittersLoseNoTask() throws InterruptedException {
    WorkerPool pool = WorkerPool.named("p").workers(4).queue(10).build();
    AtomicInteger ran = new AtomicInteger();
    join(crowd(() -> pool.execute(ran::incrementAndGet)));
    pool.close();
    assertThat(ran).hasValue(CROWD);
    assertThat(pool.snapshot()).isEqualTo(new PoolSnapshot(4, 0, 0, CROWD, 0));
  }

  @Test
  void aCrowdFillsAPoolAndNoMore() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    WorkerPool pool = WorkerPool.named("p").workers(4).queue(100).whenFull(WhenFull.REJECT).build();
    AtomicInteger accepted = new AtomicInteger();
    join(
        crowd(
            () -> {
              Callable<Boolean> task = () -> gate.await(1, TimeUnit.DAYS);
              pool.trySubmit(task).ifPresent(future -> accepted.incrementAndGet());
            }));
    assertThat(accepted).hasValue(104);
    assertThat(pool.snapshot()).isEqualTo(new PoolSnapshot(4, 4, 100, 0, CROWD - 104));
    gate.countDown();
    pool.close();
  }

  @Test
  void drainsUnderLoadLoseNoTask() throws InterruptedException {
    WorkerPool pool = WorkerPool.named("p").workers(4).queue(50).build();
    AtomicInteger accepted = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    List<Thread> submitters =
        crowd(
            () -> {
              try {
                pool.execute(ended::incrementAndGet);
                accepted.incrementAndGet();
              } catch (BackendException drained) {
                assertThat(drained.kind()).isEqualTo(ErrorKind.CLOSED);
              }
            });
    for (int i = 0; i < 1_000; i++) {
      pool.drain(Deadline.after(Duration.ZERO)).unstarted().forEach(CrowdTest::run);
    }
    join(submitters);
    pool.close();
    assertThat(ended).hasValue(accepted.get());
  }

  private static void run(Callable<?> task) {
    try {
      task.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRateLimitHoldsForACrowd() throws InterruptedException {
    MovableClock clock = MovableClock.create();
    RateLimiter limiter =
        RateLimiter.named("r").rate(100, Duration.ofSeconds(1)).burst(50).clock(clock).build();
    AtomicInteger started = new AtomicInteger();
    join(
        crowd(
            () -> {
              if (limiter.tryAcquire()) {
                started.incrementAndGet();
              }
            }));
    assertThat(started).hasValue(50);
  }
}
