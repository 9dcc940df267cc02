package io.patternsdk.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.circuitbreaker.Outcome;
import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.concurrency.pipeline.Pipeline;
import io.patternsdk.concurrency.pool.WhenFull;
import io.patternsdk.concurrency.pool.WorkerPool;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Rejection;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.MovableClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Others go on while a listener is being told: it is told outside all locks. */
class SlowListenerTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final MovableClock clock = MovableClock.create();

  /** Returns a listener that is done with an event only when another thread has done something. */
  private GuardListener until(Runnable othersDo) {
    return (GuardListener)
        Proxy.newProxyInstance(
            GuardListener.class.getClassLoader(),
            new Class<?>[] {GuardListener.class},
            (proxy, event, arguments) -> {
              CompletableFuture.runAsync(othersDo, Thread::startVirtualThread)
                  .get(20, TimeUnit.SECONDS);
              told.add(event.getName());
              return null;
            });
  }

  @Test
  void aBreakerGoesOn() {
    CircuitBreaker[] it = new CircuitBreaker[1];
    it[0] =
        CircuitBreaker.named("b")
            .maxFailures(1)
            .halfOpenTrials(1)
            .clock(clock)
            .listener(until(() -> it[0].snapshot()))
            .build();
    it[0].acquire().end(Outcome.FAILURE);
    it[0].tryAcquire();
    clock.advance(MINUTE);
    it[0].acquire().end(Outcome.SUCCESS);
    it[0].forceOpen();
    assertThat(told)
        .containsExactly(
            "breakerChanged",
            "breakerOpened",
            "refused",
            "breakerChanged",
            "breakerChanged",
            "breakerChanged");
  }

  @Test
  void aBulkheadGoesOn() {
    for (boolean fair : List.of(true, false)) {
      Bulkhead[] it = new Bulkhead[1];
      it[0] =
          Bulkhead.named("b")
              .capacity(1)
              .timeout(Duration.ofMillis(1))
              .fair(fair)
              .listener(until(() -> it[0].resize(it[0].snapshot().capacity())))
              .build();
      it[0].acquire();
      assertThat(Failures.refusal(it[0]::acquire)).isEqualTo(Rejection.FULL);
    }
    assertThat(told).containsExactly("refused", "refused");
  }

  @Test
  void aPoolGoesOn() {
    for (WhenFull whenFull : List.of(WhenFull.REJECT, WhenFull.WAIT)) {
      WorkerPool[] it = new WorkerPool[1];
      it[0] =
          WorkerPool.named("p")
              .workers(1)
              .queue(1)
              .whenFull(whenFull)
              .listener(until(() -> it[0].snapshot()))
              .build();
      it[0].submit(this::stayUntilTheGateOpens);
      it[0].submit(this::stayUntilTheGateOpens);
      it[0].trySubmit(this::stayUntilTheGateOpens);
      assertThat(
              Failures.refusal(
                  () -> Deadline.within(Duration.ofMillis(1), () -> it[0].execute(() -> {}))))
          .isEqualTo(whenFull == WhenFull.REJECT ? Rejection.FULL : Rejection.DEADLINE);
    }
    gate.countDown();
    assertThat(told).containsExactly("refused", "refused", "refused", "refused");
  }

  private boolean stayUntilTheGateOpens() throws InterruptedException {
    return gate.await(1, TimeUnit.DAYS);
  }

  @Test
  void whoWaitsBehindALateSubmitterGetsTheNextRoom() {
    CountDownLatch accepted = new CountDownLatch(1);
    GuardListener listener =
        until(
            () -> {
              gate.countDown();
              Eventually.within(MINUTE).until(() -> accepted.getCount() == 0);
            });
    try (Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .listener(listener)
            .buffer(1)
            .into("out", n -> stayUntilTheGateOpens())) {
      pipeline.submit(1);
      pipeline.submit(2);
      Thread first =
          Thread.startVirtualThread(
              () ->
                  assertThatThrownBy(
                      () -> Deadline.after(MINUTE, clock).run(() -> submit(pipeline, 3))));
      awaitWaiting(first);
      Thread second =
          Thread.startVirtualThread(
              () -> {
                pipeline.submit(4);
                accepted.countDown();
              });
      awaitWaiting(second);
      clock.advance(MINUTE);
      Eventually.within(MINUTE).until(() -> accepted.getCount() == 0);
      Eventually.within(MINUTE).until(() -> told.equals(List.of("refused")));
    }
  }

  private static boolean submit(Pipeline<Integer> pipeline, int item) {
    pipeline.submit(item);
    return true;
  }

  private static void awaitWaiting(Thread thread) {
    Eventually.within(MINUTE).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
  }
}
