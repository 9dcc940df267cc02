package io.patternsdk.concurrency.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.Report;
import io.patternsdk.concurrency.Step;
import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.RejectedException;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a pool and a fan-out do where time, room or leave has run out. */
class PoolEdgesTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private final MovableClock clock = MovableClock.create();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Heard heard = new Heard();

  @AfterEach
  void open() {
    gate.countDown();
  }

  private WorkerPool one(WhenFull whenFull) {
    return WorkerPool.named("p").workers(1).queue(0).whenFull(whenFull).listener(heard).build();
  }

  private boolean waitAtTheGate() throws InterruptedException {
    gate.await();
    return true;
  }

  @Test
  void aTaskThatWaitsForItsOwnPoolIsToldSo() {
    WorkerPool pool = one(WhenFull.WAIT);
    Future<DrainReport> drains = pool.submit(() -> pool.drain(Deadline.NONE));
    assertThatThrownBy(() -> drains.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aTaskThatGivesItsOwnPoolABulkIsToldSo() {
    WorkerPool pool = one(WhenFull.WAIT);
    Future<Report<Integer>> bulk = pool.submit(() -> pool.all(List.of(1, 2), n -> n));
    assertThatThrownBy(() -> bulk.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IllegalStateException.class);
    pool.close();
  }

  @Test
  void aTaskThatWouldWaitForRoomInItsOwnPoolIsToldSo() {
    WorkerPool pool = one(WhenFull.WAIT);
    Future<Future<Integer>> submits = pool.submit(() -> pool.submit(() -> 1));
    assertThatThrownBy(() -> submits.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a task of the pool p waits for the pool");
    pool.close();
  }

  @Test
  void aTaskMaySubmitToItsOwnPoolWhereThereIsRoom() throws Exception {
    WorkerPool pool = WorkerPool.named("p").workers(1).queue(1).build();
    Future<Integer> inner = pool.submit(() -> pool.submit(() -> 1)).get(5, TimeUnit.SECONDS);
    assertThat(inner.get(5, TimeUnit.SECONDS)).isEqualTo(1);
    pool.close();
  }

  @Test
  void aTaskWhoseDeadlineHasComeIsNotBegun() {
    WorkerPool pool = WorkerPool.named("p").workers(1).build();
    AtomicInteger begun = new AtomicInteger();
    pool.submit(this::waitAtTheGate);
    Future<?> late =
        Deadline.after(LONG, clock)
            .<Future<?>, RuntimeException>run(() -> pool.submit(begun::incrementAndGet));
    clock.advance(LONG);
    gate.countDown();
    pool.close();
    assertThat(begun).hasValue(0);
    assertThat(late.exceptionNow()).isInstanceOf(RejectedException.class);
  }

  @Test
  void aBulkThatItsCallerRunsEndsAtTheDeadline() {
    WorkerPool pool = one(WhenFull.CALLER_RUNS);
    pool.submit(this::waitAtTheGate);
    Step<Integer, Integer> step =
        n -> {
          clock.advance(LONG);
          return n;
        };
    Report<Integer> report =
        Deadline.after(LONG, clock)
            .<Report<Integer>, RuntimeException>run(() -> pool.all(List.of(1, 2, 3), step));
    assertThat(report.unfinished()).isEqualTo(2);
  }

  @Test
  void aFanOutBeginsNothingPastTheDeadline() {
    AtomicInteger begun = new AtomicInteger();
    for (int round = 0; round < 10_000; round++) {
      Deadline.within(
          Duration.ZERO, () -> FanOut.bounded(2).all(List.of(1, 2), n -> begun.incrementAndGet()));
    }
    assertThat(begun).hasValue(0);
  }

  @Test
  void anInterruptedCloseLeavesNobodyAtWork() {
    WorkerPool pool = one(WhenFull.WAIT);
    pool.submit(this::waitAtTheGate);
    Thread.currentThread().interrupt();
    assertThatThrownBy(pool::close).isNotNull();
    assertThat(Thread.interrupted()).isTrue();
    Eventually.within(Duration.ofMinutes(1)).until(() -> pool.snapshot().running() == 0);
  }

  @Test
  void whatAClosedPoolTakesNotIsNotToldAsFull() {
    WorkerPool pool = one(WhenFull.WAIT);
    pool.close();
    assertThat(pool.trySubmit(() -> 1)).isEmpty();
    assertThat(heard.events).isEmpty();
    assertThat(pool.snapshot().refused()).isZero();
  }
}
