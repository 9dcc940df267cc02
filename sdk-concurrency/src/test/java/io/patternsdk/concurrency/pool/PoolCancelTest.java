package io.patternsdk.concurrency.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.Report;
import io.patternsdk.concurrency.fixtures.Threads;
import io.patternsdk.core.Deadline;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody waits behind a task that nobody wants any more. */
class PoolCancelTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));
  private static final int ROOM = 3_000;
  private final CountDownLatch gate = new CountDownLatch(1);
  private final WorkerPool pool = WorkerPool.named("p").workers(1).queue(ROOM).build();

  private boolean waitAtTheGate() throws InterruptedException {
    gate.await();
    return true;
  }

  @BeforeEach
  void occupy() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    pool.submit(
        () -> {
          begun.countDown();
          return waitAtTheGate();
        });
    begun.await();
  }

  @AfterEach
  void open() {
    gate.countDown();
    pool.close();
  }

  private List<Future<Boolean>> fill() {
    List<Future<Boolean>> futures = new ArrayList<>();
    for (int i = 0; i < ROOM; i++) {
      futures.add(pool.submit(this::waitAtTheGate));
    }
    assertThat(pool.trySubmit(this::waitAtTheGate)).isEmpty();
    return futures;
  }

  @Test
  void cancelledTasksLeaveTheQueue() throws Exception {
    fill().forEach(future -> future.cancel(false));
    assertThat(pool.snapshot().queued()).isZero();
    List<Future<Boolean>> others = fill();
    gate.countDown();
    for (Future<Boolean> other : others) {
      assertThat(other.get()).isTrue();
    }
  }

  @Test
  void tasksCancelledWhileAWorkerIsAmongThemLeaveTheQueueToo() {
    CountDownLatch second = new CountDownLatch(1);
    pool.submit(
        () -> {
          second.await();
          return true;
        });
    List<Future<Boolean>> futures = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      futures.add(pool.submit(this::waitAtTheGate));
    }
    gate.countDown(); // the worker goes on with a batch that holds all of them
    SOON.until(() -> pool.snapshot().completed() == 1);
    futures.forEach(future -> future.cancel(false));
    assertThat(pool.snapshot().queued()).isZero();
    second.countDown();
  }

  @Test
  void whoWaitsForRoomGetsThatOfACancelledTask() throws Exception {
    List<Future<Boolean>> futures = fill();
    CompletableFuture<Future<String>> submitted = new CompletableFuture<>();
    List<Thread> waiting =
        Threads.start(1, () -> submitted.complete(pool.submit(() -> "had room")));
    Threads.awaitWaiting(waiting);
    futures.get(ROOM / 2).cancel(false);
    Future<String> future = submitted.get();
    gate.countDown();
    assertThat(future.get()).isEqualTo("had room");
  }

  @Test
  void aBulkThatHasEndedLeavesNothingInTheQueue() {
    for (int i = 0; i < 10; i++) {
      Report<Integer> report =
          Deadline.after(Duration.ofMillis(1)).run(() -> pool.all(List.of(1, 2), n -> n));
      assertThat(report.unfinished()).isEqualTo(2);
    }
    assertThat(pool.snapshot().queued()).isZero();
  }

  @Test
  void everyFutureEndsThoughItsTaskNeverBegan() {
    List<Future<Boolean>> futures = fill();
    DrainReport left = pool.drain(Deadline.after(Duration.ZERO));
    assertThat(left.unstarted()).hasSize(ROOM);
    assertThat(futures).allMatch(Future::isCancelled);
    assertThat(pool.drain(Deadline.after(Duration.ZERO)).unstarted()).isEmpty();
  }
}
