package io.patternsdk.concurrency.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.concurrency.fixtures.Threads;
import io.patternsdk.testkit.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private static final int THREADS = 200;
  private final Heard heard = new Heard();

  private RetryBudget budget(int capacity, double share) {
    return RetryBudget.named("b").capacity(capacity).share(share).listener(heard).build();
  }

  private static void spend(RetryBudget budget, int times) {
    IntStream.range(0, times).forEach(i -> budget.trySpend());
  }

  private static void earn(RetryBudget budget, int times) {
    IntStream.range(0, times).forEach(i -> budget.earn());
  }

  @Test
  void theLastRepeatIsAllowedAndTheNextRefusalTold() {
    RetryBudget budget = budget(2, 1);
    spend(budget, 2);
    assertThat(heard.events).isEmpty();
    spend(budget, 3);
    assertThat(heard.events).containsExactly("b is spent");
    assertThat(budget.snapshot()).isEqualTo(new RetryBudgetSnapshot(2, 0, true, 3));
  }

  @Test
  void itHasRecoveredWhenHalfOfItIsBackAndNotBefore() {
    RetryBudget budget = budget(6, 0.5);
    spend(budget, 7);
    earn(budget, 5);
    spend(budget, 3); // two are allowed, one refused: it is spent still
    earn(budget, 4);
    assertThat(heard.events).containsExactly("b is spent");
    earn(budget, 1);
    assertThat(heard.events).containsExactly("b is spent", "b has recovered");
    assertThat(budget.snapshot()).isEqualTo(new RetryBudgetSnapshot(6, 3, false, 2));
  }

  @Test
  void aBudgetOfOneHasRecoveredWhenItIsFull() {
    RetryBudget budget = budget(1, 0.5);
    spend(budget, 2);
    earn(budget, 1);
    assertThat(budget.snapshot().spent()).isTrue();
    earn(budget, 1);
    assertThat(budget.snapshot().spent()).isFalse();
  }

  @Test
  void eachChangeIsToldOnceHoweverManyThreadsMakeIt() throws InterruptedException {
    for (int round = 0; round < Rounds.count() * 10; round++) {
      heard.events.clear();
      RetryBudget budget = budget(THREADS / 2, 1);
      AtomicInteger allowed = new AtomicInteger();
      together(() -> allowed.addAndGet(budget.trySpend() ? 1 : 0));
      assertThat(allowed).hasValue(THREADS / 2);
      assertThat(heard.events).containsExactly("b is spent");
      together(budget::earn);
      assertThat(budget.snapshot())
          .isEqualTo(new RetryBudgetSnapshot(THREADS / 2, THREADS / 2, false, THREADS / 2));
      assertThat(heard.events).containsExactly("b is spent", "b has recovered");
    }
  }

  private static void together(Runnable body) throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  start.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                body.run();
              }));
    }
    start.countDown();
    Threads.join(threads);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> RetryBudget.of(0, 0.1)).isInstanceOf(IllegalArgumentException.class);
    for (double share : List.of(-0.1, 1.1, Double.NaN)) {
      assertThatThrownBy(() -> RetryBudget.of(1, share)).hasMessageContaining("from 0 to 1");
    }
  }
}
