package io.patternsdk.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final ByteBudget budget = ByteBudget.of(1_000);

  @Test
  void whatIsReservedIsMissingUntilItIsGivenBack() {
    ByteBudget.Share share = budget.share();
    assertThat(share.tryReserve(400)).isTrue();
    assertThat(share.held()).isEqualTo(400);
    assertThat(budget.reserved()).isEqualTo(400);
    share.release(400);
    assertThat(budget.reserved()).isZero();
  }

  @Test
  void oneAloneGetsHalfAndTwoAThirdEach() {
    assertThat(grow(budget.share())).isEqualTo(500);
    ByteBudget other = ByteBudget.of(900);
    ByteBudget.Share first = other.share();
    ByteBudget.Share second = other.share();
    while (first.tryReserve(1) | second.tryReserve(1)) {
      assertThat(other.reserved()).isLessThanOrEqualTo(600);
    }
    assertThat(List.of(first.held(), second.held())).containsExactly(300L, 300L);
  }

  @Test
  void somethingIsLeftForWhoeverComesNext() {
    for (int stuck = 0; stuck < 5; stuck++) {
      assertThat(grow(budget.share())).isPositive();
    }
    assertThat(budget.share().tryReserve(1)).isTrue();
  }

  @Test
  void whatIsRefusedHoldsNothingAndIsCounted() {
    ByteBudget.Share share = budget.share();
    assertThat(share.tryReserve(1_001)).isFalse();
    assertThat(share.tryReserve(Long.MAX_VALUE)).isFalse();
    assertThat(share.held()).isZero();
    assertThat(budget.reserved()).isZero();
    assertThat(budget.refused()).isEqualTo(2);
  }

  @Test
  void whatIsThereAnywayKeepsOthersOut() {
    ByteBudget.Share share = budget.share();
    share.charge(1_500);
    assertThat(budget.reserved()).isEqualTo(1_500);
    assertThat(budget.share().tryReserve(1)).isFalse();
    share.release(1_500);
    assertThat(budget.share().tryReserve(1)).isTrue();
  }

  @Test
  void aShareThatIsClosedGivesAllBack() {
    try (ByteBudget.Share share = budget.share()) {
      share.charge(700);
    }
    assertThat(budget.reserved()).isZero();
  }

  @Test
  void nothingIsGivenBackThatWasNotHeld() {
    ByteBudget.Share share = budget.share();
    share.charge(5);
    assertThatThrownBy(() -> share.release(6)).hasMessage("gives back 6 bytes and holds only 5");
    assertThat(budget.reserved()).isEqualTo(5);
  }

  @Test
  void whoeverWaitsGoesOnWhenThereIsRoom() throws Exception {
    ByteBudget.Share stuck = budget.share();
    stuck.charge(1_000);
    ByteBudget.Share patient = budget.share();
    CountDownLatch done = new CountDownLatch(1);
    Thread waiter =
        Thread.ofVirtual()
            .start(
                () -> {
                  patient.reserve(600, LONG);
                  done.countDown();
                });
    awaitWaiting(waiter);
    stuck.release(300);
    awaitWaiting(waiter);
    assertThat(done.getCount()).isOne();
    stuck.release(300);
    done.await();
    assertThat(budget.reserved()).isEqualTo(1_000);
  }

  @Test
  void whoeverWaitsInVainIsRefused() {
    budget.share().charge(900);
    ByteBudget.Share late = budget.share();
    assertThatThrownBy(() -> late.reserve(200, Duration.ZERO))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Rejection.FULL);
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(1));
            })
        .hasMessage("no room in memory for 200 bytes more: 900 of 1000 are taken (buffer_memory)");
    assertThatThrownBy(() -> Deadline.within(Duration.ZERO, () -> late.reserve(200, LONG)))
        .isInstanceOf(RejectedException.class);
    assertThatThrownBy(() -> late.reserve(1_001, LONG)).isInstanceOf(RejectedException.class);
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    budget.share().charge(1_000);
    List<Object> seen = new ArrayList<>();
    Thread waiter =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    budget.share().reserve(1, LONG);
                  } catch (BackendException e) {
                    seen.add(e.kind());
                    seen.add(Thread.currentThread().isInterrupted());
                  }
                });
    awaitWaiting(waiter);
    waiter.interrupt();
    waiter.join();
    assertThat(seen).containsExactly(ErrorKind.CANCELLED, true);
  }

  @Test
  void manyAtOnceNeverTakeMoreThanThereIs() throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread thread = Thread.ofPlatform().unstarted(this::takeAndGiveBack);
      thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(budget.reserved()).isZero();
  }

  private void takeAndGiveBack() {
    try (ByteBudget.Share share = budget.share()) {
      for (int i = 0; i < 10_000; i++) {
        int bytes = 1 + i % 300;
        if (i % 3 == 0) {
          share.reserve(bytes, LONG);
          share.release(bytes);
        } else if (share.tryReserve(bytes)) {
          assertThat(budget.reserved()).isLessThanOrEqualTo(1_000);
          share.release(bytes);
        }
      }
    }
  }

  @Test
  void aQuarterOfTheHeapIsTheDefault() {
    assertThat(ByteBudget.ofHeap().capacity()).isEqualTo(Runtime.getRuntime().maxMemory() / 4);
    assertThatThrownBy(() -> ByteBudget.of(0)).hasMessageContaining("more than zero");
  }

  private static long grow(ByteBudget.Share share) {
    while (share.tryReserve(1)) {
      assertThat(share.held()).isPositive();
    }
    return share.held();
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }
}
