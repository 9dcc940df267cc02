package io.patternsdk.concurrency.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.Report;
import io.patternsdk.concurrency.Result;
import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.concurrency.fixtures.Inputs;
import io.patternsdk.concurrency.fixtures.Threads;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Rejection;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Rounds;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(20);
  private final List<WorkerPool> pools = new ArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void openTheGateAndClose() {
    gate.countDown();
    pools.forEach(WorkerPool::close);
  }

  private WorkerPool pool(int workers, int queue, WhenFull whenFull) {
    WorkerPool pool =
        WorkerPool.named("p").workers(workers).queue(queue).whenFull(whenFull).build();
    pools.add(pool);
    return pool;
  }

  private String waitAtTheGate() throws InterruptedException {
    gate.await();
    return "through";
  }

  private static void awaitIdle(WorkerPool pool) {
    Eventually.within(LONG).until(() -> pool.snapshot().running() == 0);
  }

  @Test
  void moreFailuresThanWorkersAreAllKept() {
    WorkerPool pool = pool(2, 1_000, WhenFull.WAIT);
    List<Future<String>> futures = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      futures.add(
          pool.submit(
              () -> {
                throw new IOException();
              }));
    }
    assertThat(pool.drain(Deadline.NONE)).isEqualTo(DrainReport.NOTHING);
    assertThat(futures).allMatch(future -> future.exceptionNow() instanceof IOException);
    assertThat(pool.snapshot()).isEqualTo(new PoolSnapshot(2, 0, 0, 500, 0));
  }

  @Test
  void aPoolCanBeUsedTwice() throws Exception {
    WorkerPool pool = pool(2, 10, WhenFull.WAIT);
    for (int round = 0; round < 2; round++) {
      Future<String> future = pool.submit(() -> "done");
      assertThat(pool.drain(Deadline.NONE)).isEqualTo(DrainReport.NOTHING);
      assertThat(future.get()).isEqualTo("done");
    }
  }

  @Test
  void noMoreThanTheWorkersRunAndNoMoreThanTheQueueWait() {
    WorkerPool pool = pool(2, 3, WhenFull.REJECT);
    for (int i = 0; i < 5; i++) {
      pool.submit(this::waitAtTheGate);
    }
    assertThat(Failures.refusal(() -> pool.submit(this::waitAtTheGate))).isEqualTo(Rejection.FULL);
    assertThat(pool.trySubmit(this::waitAtTheGate)).isEmpty();
    assertThat(pool.snapshot()).isEqualTo(new PoolSnapshot(2, 2, 3, 0, 2));
  }

  @Test
  void aSubmitterWaitsForRoom() throws Exception {
    WorkerPool pool = pool(1, 0, WhenFull.WAIT);
    pool.submit(this::waitAtTheGate);
    CompletableFuture<Future<String>> second = new CompletableFuture<>();
    Thread submitter =
        Thread.startVirtualThread(() -> second.complete(pool.submit(() -> "second")));
    Threads.awaitWaiting(List.of(submitter));
    gate.countDown();
    assertThat(second.get().get()).isEqualTo("second");
  }

  @Test
  void waitingForRoomEndsAtTheDeadline() {
    WorkerPool pool = pool(1, 0, WhenFull.WAIT);
    pool.submit(this::waitAtTheGate);
    assertThat(Failures.refusal(() -> Deadline.within(SHORT, () -> pool.submit(() -> "late"))))
        .isEqualTo(Rejection.DEADLINE);
  }

  @Test
  void theCallerRunsWhatHasNoRoom() throws Exception {
    WorkerPool pool = pool(1, 0, WhenFull.CALLER_RUNS);
    pool.submit(this::waitAtTheGate);
    Future<Thread> ran = pool.submit(Thread::currentThread);
    assertThat(ran.get()).isSameAs(Thread.currentThread());
  }

  @Test
  void drainingReturnsWhatHasNotBegunAndInterruptsTheRest() throws Exception {
    WorkerPool pool = pool(1, 10, WhenFull.WAIT);
    CountDownLatch begun = new CountDownLatch(1);
    Future<String> running =
        pool.submit(
            () -> {
              begun.countDown();
              return waitAtTheGate();
            });
    begun.await();
    Future<String> waiting = pool.submit(() -> "later");
    DrainReport left = pool.drain(Deadline.after(SHORT));
    assertThat(left.interrupted()).isEqualTo(1);
    assertThatThrownBy(running::get).hasCauseInstanceOf(InterruptedException.class);
    assertThat(waiting.isCancelled()).as("nobody waits for ever").isTrue();
    assertThat(left.unstarted()).hasSize(1);
    assertThat((Object) left.unstarted().getFirst().call()).isEqualTo("later");
  }

  @Test
  void anInterruptReachesNoLaterTask() throws Exception {
    WorkerPool pool = pool(1, 10, WhenFull.WAIT);
    for (int round = 0; round < 100; round++) {
      Future<String> running = pool.submit(this::waitAtTheGate);
      Future<Boolean> next = pool.submit(() -> Thread.currentThread().isInterrupted());
      running.cancel(true);
      assertThat(next.get()).isFalse();
    }
  }

  @Test
  void theInterruptOfADrainReachesNoLaterTask() throws Exception {
    WorkerPool pool = pool(2, 100, WhenFull.WAIT);
    for (int round = 0; round < Rounds.count() * 1_000; round++) {
      for (int i = 0; i < 8; i++) {
        pool.submit(() -> "over before or after the drain");
      }
      pool.drain(Deadline.after(Duration.ZERO));
      List<Future<Boolean>> later = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        later.add(pool.submit(() -> Thread.currentThread().isInterrupted()));
      }
      for (Future<Boolean> interrupted : later) {
        assertThat(interrupted.get()).isFalse();
      }
    }
  }

  @Test
  void anInterruptThatATaskLeavesBehindReachesNoLaterTask() throws Exception {
    WorkerPool pool = pool(1, 10, WhenFull.WAIT);
    pool.submit(this::waitAtTheGate);
    pool.execute(() -> Thread.currentThread().interrupt());
    Future<Boolean> next = pool.submit(() -> Thread.currentThread().isInterrupted());
    gate.countDown();
    assertThat(next.get()).isFalse();
  }

  @Test
  void whatADrainFindsRunningIsInterruptedAndTheRestReturned() throws Exception {
    WorkerPool pool = pool(2, 100, WhenFull.WAIT);
    for (int round = 0; round < Rounds.count() * 100; round++) {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        futures.add(pool.submit(round % 2 == 0 || i > 8 ? this::waitAtTheGate : () -> "quick"));
      }
      DrainReport left = pool.drain(Deadline.after(Duration.ZERO));
      futures.forEach(WorkerPoolTest::awaitEnd);
      assertThat(left.unstarted())
          .hasSize((int) futures.stream().filter(Future::isCancelled).count());
    }
  }

  private static void awaitEnd(Future<?> future) {
    Eventually.within(LONG).until(future::isDone);
  }

  @Test
  void aClosedPoolTakesNoTask() {
    WorkerPool pool = pool(1, 1, WhenFull.WAIT);
    pool.close();
    pool.close();
    assertThat(Failures.kind(() -> pool.submit(() -> "late"))).isEqualTo(ErrorKind.CLOSED);
    assertThat(pool.trySubmit(() -> "late")).isEmpty();
  }

  @Test
  void closingAtTheDeadlineCancelsWhatHasNotBegun() {
    WorkerPool pool = pool(1, 1, WhenFull.WAIT);
    pool.submit(this::waitAtTheGate);
    Future<String> waiting = pool.submit(() -> "never");
    Deadline.within(SHORT, pool::close);
    assertThat(waiting.isCancelled()).isTrue();
    awaitIdle(pool);
  }

  @Test
  void tasksRunUnderTheSubmittersDeadline() throws Exception {
    WorkerPool pool = pool(1, 10, WhenFull.WAIT);
    Future<Boolean> bounded =
        Deadline.within(LONG, () -> pool.submit(() -> Deadline.current().bounded()));
    Future<Boolean> unbounded = pool.submit(() -> Deadline.current().bounded());
    assertThat(bounded.get()).isTrue();
    assertThat(unbounded.get()).isFalse();
  }

  @Test
  void aBulkKeepsEveryResultInItsPlace() {
    WorkerPool pool = pool(4, 10, WhenFull.WAIT);
    List<Integer> inputs = Inputs.numbers(10_000);
    Report<Integer> report =
        pool.all(
            inputs,
            number -> {
              if (number % 10 == 0) {
                throw new IOException();
              }
              return number;
            });
    assertThat(report.failures()).hasSize(1_000);
    assertThat(report.results().get(9_999).orThrow()).isEqualTo(9_999);
    assertThat(pool.all(List.of(), number -> number).results()).isEmpty();
    awaitIdle(pool);
  }

  @Test
  void aBulkIsWorkedOnByAllWorkers() {
    WorkerPool pool = pool(3, 0, WhenFull.WAIT);
    CyclicBarrier together = new CyclicBarrier(3);
    assertThat(pool.all(List.of(1, 2, 3), number -> together.await()).allSucceeded()).isTrue();
    awaitIdle(pool);
  }

  @Test
  void aBulkIsWorkedOnByAllWorkersWhileItsPoolIsDrained() throws Exception {
    WorkerPool pool = pool(2, 10, WhenFull.WAIT);
    pool.submit(this::waitAtTheGate);
    pool.submit(this::waitAtTheGate);
    CyclicBarrier together = new CyclicBarrier(2);
    CompletableFuture<Report<Integer>> report = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> report.complete(pool.all(List.of(1, 2), number -> together.await())));
    Eventually.within(LONG).until(() -> pool.snapshot().queued() == 1);
    Thread drain = Thread.startVirtualThread(() -> pool.drain(Deadline.NONE));
    Eventually.within(LONG).until(() -> pool.trySubmit(() -> "taken").isEmpty());
    gate.countDown();
    assertThat(report.get().allSucceeded()).isTrue();
    drain.join();
  }

  @Test
  void atTheHeelsOfASubmitterNoTaskIsLost() throws Exception {
    Random random = new Random(1);
    WorkerPool pool = pool(3, 100, WhenFull.WAIT);
    int submitted = 0;
    for (int round = 0; round < Rounds.count() * 2_000; round++) {
      List<Future<Integer>> futures = new ArrayList<>();
      for (int i = random.nextInt(20); i >= 0; i--) {
        int task = submitted++;
        futures.add(pool.submit(() -> task));
      }
      int first = submitted - futures.size();
      for (int i = 0; i < futures.size(); i++) {
        assertThat(futures.get(i).get()).isEqualTo(first + i);
      }
    }
    assertThat(pool.drain(Deadline.NONE)).isEqualTo(DrainReport.NOTHING);
    assertThat(pool.snapshot()).isEqualTo(new PoolSnapshot(3, 0, 0, submitted, 0));
  }

  @Test
  void aTaskThatHasEndedIsNotHeld() throws Exception {
    WorkerPool pool = pool(1, 10, WhenFull.WAIT);
    CountDownLatch first = new CountDownLatch(1);
    pool.submit(
        () -> {
          first.await();
          return true;
        });
    WeakReference<Object> ended = submitAndForget(pool);
    pool.submit(this::waitAtTheGate);
    first.countDown();
    Eventually.within(LONG)
        .until(
            () -> {
              System.gc();
              return ended.get() == null;
            });
  }

  private static WeakReference<Object> submitAndForget(WorkerPool pool) {
    Object held = new Object();
    pool.submit(() -> held);
    return new WeakReference<>(held);
  }

  @Test
  void aBulkEndsWhenItsPoolIsDrained() throws Exception {
    WorkerPool pool = pool(2, 10, WhenFull.WAIT);
    CompletableFuture<Report<String>> report = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> report.complete(pool.all(List.of(1, 2, 3), number -> waitAtTheGate())));
    Eventually.within(LONG).until(() -> pool.snapshot().running() == 2);
    assertThat(pool.drain(Deadline.after(SHORT)).unstarted()).isEmpty();
    assertThat(report.get().results().get(2)).isEqualTo(new Result.Unfinished<>(false));
    awaitIdle(pool);
  }

  @Test
  void aBulkReportsPartlyAtTheDeadline() {
    WorkerPool pool = pool(2, 10, WhenFull.WAIT);
    Report<String> report =
        Deadline.within(
            LONG.dividedBy(120),
            () -> pool.all(List.of(1, 2, 3), n -> n == 1 ? waitAtTheGate() : "quick"));
    assertThat(report.values()).containsExactly("quick", "quick");
    assertThat(report.unfinished()).isEqualTo(1);
    awaitIdle(pool);
  }
}
