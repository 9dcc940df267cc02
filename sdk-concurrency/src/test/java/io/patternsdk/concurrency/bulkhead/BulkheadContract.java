package io.patternsdk.concurrency.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Rejection;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

abstract class BulkheadContract {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(1);

  private final boolean fair;

  BulkheadContract(boolean fair) {
    this.fair = fair;
  }

  Bulkhead bulkhead(int capacity, Duration longestWait) {
    return Bulkhead.named("b").capacity(capacity).timeout(longestWait).fair(fair).build();
  }

  static void awaitWaiting(Bulkhead bulkhead, int waiting) {
    Eventually.within(LONG).until(() -> bulkhead.snapshot().waiting() == waiting);
  }

  @Test
  void noMoreThanTheCapacityRun() {
    Bulkhead bulkhead = bulkhead(2, Duration.ZERO);
    assertThat(bulkhead.tryAcquire()).isTrue();
    assertThat(bulkhead.tryAcquire()).isTrue();
    assertThat(bulkhead.tryAcquire()).isFalse();
    assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot(2, 2, 0, 1));
    bulkhead.release();
    assertThat(bulkhead.call(() -> "in")).isEqualTo("in");
  }

  @Test
  void refusalsLoseNoPermit() {
    Bulkhead bulkhead = bulkhead(1, SHORT);
    bulkhead.acquire();
    for (int i = 0; i < 20; i++) {
      assertThat(Failures.refusal(bulkhead::acquire)).isEqualTo(Rejection.FULL);
      assertThat(bulkhead.tryAcquire(SHORT)).isFalse();
    }
    bulkhead.release();
    assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot(1, 0, 0, 40));
  }

  @Test
  void permitsComeBackAfterAnError() {
    Bulkhead bulkhead = bulkhead(1, Duration.ZERO);
    assertThatThrownBy(() -> bulkhead.call(() -> Failures.fail(ErrorKind.UNAVAILABLE)));
    assertThatThrownBy(
        () ->
            bulkhead.call(
                () -> {
                  throw new StackOverflowError();
                }));
    assertThat(bulkhead.snapshot().running()).isZero();
  }

  @Test
  void whoeverWaitsGetsThePlaceThatIsGivenBack() throws Exception {
    Bulkhead bulkhead = bulkhead(1, LONG);
    bulkhead.acquire();
    CompletableFuture<String> waiting = new CompletableFuture<>();
    Thread thread =
        Thread.startVirtualThread(() -> waiting.complete(bulkhead.call(() -> "its turn")));
    awaitWaiting(bulkhead, 1);
    bulkhead.release();
    assertThat(waiting.get()).isEqualTo("its turn");
    thread.join();
    assertThat(bulkhead.snapshot().running()).isZero();
  }

  @Test
  void waitingEndsAtTheDeadline() {
    Bulkhead bulkhead = bulkhead(1, LONG);
    bulkhead.acquire();
    assertThat(Failures.refusal(() -> Deadline.within(SHORT, bulkhead::acquire)))
        .isEqualTo(Rejection.DEADLINE);
    assertThat(Deadline.within(SHORT, () -> bulkhead.tryAcquire(LONG))).isFalse();
  }

  @Test
  void whoGetsAPlaceTooLateGivesItBack() throws Exception {
    MovableClock clock = MovableClock.create();
    Deadline deadline = Deadline.after(LONG.dividedBy(2), clock);
    Bulkhead bulkhead = bulkhead(1, LONG);
    bulkhead.acquire();
    CompletableFuture<Rejection> late = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> late.complete(Failures.refusal(() -> deadline.run(() -> bulkhead.call(() -> 1)))));
    awaitWaiting(bulkhead, 1);
    clock.advance(LONG);
    bulkhead.release();
    assertThat(late.get()).isEqualTo(Rejection.DEADLINE);
    assertThat(bulkhead.snapshot().running()).isZero();
  }

  @Test
  void nothingStartsPastTheDeadline() {
    Bulkhead bulkhead = bulkhead(1, LONG);
    assertThat(Failures.refusal(() -> Deadline.within(Duration.ZERO, () -> bulkhead.call(() -> 1))))
        .isEqualTo(Rejection.DEADLINE);
  }

  @Test
  void anInterruptEndsTheWaitWithoutAPermit() throws Exception {
    Bulkhead bulkhead = bulkhead(1, LONG);
    bulkhead.acquire();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread thread =
        Thread.startVirtualThread(
            () -> {
              assertThatThrownBy(bulkhead::acquire)
                  .hasFieldOrPropertyWithValue("effect", Effect.NONE);
              flag.complete(Thread.currentThread().isInterrupted());
            });
    awaitWaiting(bulkhead, 1);
    thread.interrupt();
    assertThat(flag.get()).as("the flag is restored").isTrue();
    bulkhead.release();
    assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot(1, 0, 0, 0));
  }

  @Test
  void theCapacityChangesWhileItIsInUse() {
    Bulkhead bulkhead = bulkhead(2, Duration.ZERO);
    bulkhead.acquire();
    bulkhead.acquire();
    bulkhead.resize(1);
    bulkhead.release();
    assertThat(bulkhead.tryAcquire()).isFalse();
    bulkhead.resize(3);
    assertThat(bulkhead.tryAcquire()).isTrue();
    assertThat(bulkhead.tryAcquire()).isTrue();
    assertThat(bulkhead.tryAcquire()).isFalse();
  }

  @Test
  void givingBackWhatWasNotTakenIsRefused() {
    Bulkhead bulkhead = bulkhead(1, Duration.ZERO);
    assertThatThrownBy(bulkhead::release).isInstanceOf(IllegalStateException.class);
    assertThat(bulkhead.snapshot().running()).isZero();
  }
}
