package io.patternsdk.concurrency.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.fixtures.Threads;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Submitters who wait for room. */
class PoolWaitTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));
  private final WorkerPool pool = WorkerPool.named("p").workers(1).queue(2).build();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Queue<ErrorKind> refused = new ConcurrentLinkedQueue<>();

  /** Fills the pool with tasks, each of which ends when its gate opens. */
  private List<CountDownLatch> fill() {
    List<CountDownLatch> gates = Stream.generate(() -> new CountDownLatch(1)).limit(3).toList();
    gates.forEach(this::submit);
    return gates;
  }

  private void submit(CountDownLatch gate) {
    pool.submit(
        () -> {
          gate.await();
          return true;
        });
  }

  /** Starts so many submitters and returns when they wait. */
  private void waiting(int submitters) {
    Threads.awaitWaiting(Threads.start(submitters, this::submitOne));
  }

  private void submitOne() {
    try {
      submit(new CountDownLatch(0));
      accepted.incrementAndGet();
    } catch (BackendException e) {
      refused.add(e.kind());
    }
  }

  @Test
  void aTaskThatBeginsMakesRoomThoughItHangs() {
    List<CountDownLatch> gates = fill();
    waiting(2);
    gates.get(0).countDown();
    SOON.until(() -> accepted.get() == 1);
    gates.get(1).countDown();
    SOON.until(() -> accepted.get() == 2);
    gates.get(2).countDown();
    pool.close();
  }

  @Test
  void whoWaitsLearnsOfTheClose() throws Exception {
    List<CountDownLatch> gates = fill();
    waiting(2);
    Thread closer = Thread.startVirtualThread(pool::close);
    SOON.until(() -> refused.size() == 2);
    assertThat(refused).containsOnly(ErrorKind.CLOSED);
    gates.forEach(CountDownLatch::countDown);
    closer.join();
  }

  @Test
  void whoWaitsLearnsOfADrain() throws Exception {
    List<CountDownLatch> gates = fill();
    waiting(2);
    Thread drain = Thread.startVirtualThread(() -> pool.drain(Deadline.NONE));
    SOON.until(() -> refused.size() == 2);
    assertThat(refused).containsOnly(ErrorKind.CLOSED);
    gates.forEach(CountDownLatch::countDown);
    drain.join();
    submitOne();
    assertThat(accepted).hasValue(1);
  }
}
