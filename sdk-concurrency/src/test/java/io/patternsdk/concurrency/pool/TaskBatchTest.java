package io.patternsdk.concurrency.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TaskBatchTest {
  private static final int TASKS = 1_000;

  private final TaskBatch batch = new TaskBatch();
  private final List<Runnable> tasks = new ArrayList<>();
  private final Set<Runnable> taken = ConcurrentHashMap.newKeySet();

  private void fill(int count) {
    for (int i = 0; i < count; i++) {
      Runnable task = new Thread();
      tasks.add(task);
      assertThat(batch.add(task)).isTrue();
    }
  }

  @Test
  void tasksAreTakenInTheirOrder() {
    fill(100);
    assertThat(batch.size()).isEqualTo(100);
    tasks.forEach(task -> assertThat(batch.poll()).isSameAs(task));
    assertThat(batch.poll()).isNull();
    assertThat(batch.size()).isZero();
  }

  @Test
  void aFullBatchTakesNoMore() {
    fill(1_024);
    assertThat(batch.add(() -> {})).isFalse();
  }

  @Test
  void eachTaskIsEitherTakenOnceOrLeftAtTheClose() throws InterruptedException {
    for (int round = 0; round < Rounds.count() * 20; round++) {
      TaskBatchTest other = new TaskBatchTest();
      other.fill(TASKS);
      List<Runnable> left = other.closeWhileTwoTake();
      assertThat(left).doesNotContainAnyElementsOf(other.taken);
      assertThat(left.size() + other.taken.size()).isEqualTo(TASKS);
      assertThat(other.batch.poll()).isNull();
    }
  }

  private List<Runnable> closeWhileTwoTake() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(2);
    Runnable takeAll =
        () -> {
          begun.countDown();
          for (Runnable task = batch.poll(); task != null; task = batch.poll()) {
            assertThat(taken.add(task)).isTrue();
          }
        };
    List<Thread> takers = List.of(new Thread(takeAll), new Thread(takeAll));
    takers.forEach(Thread::start);
    begun.await();
    List<Runnable> left = new ArrayList<>();
    batch.close(left);
    for (Thread taker : takers) {
      taker.join();
    }
    return left;
  }
}
