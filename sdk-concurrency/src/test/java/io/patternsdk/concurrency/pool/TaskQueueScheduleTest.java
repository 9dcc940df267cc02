package io.patternsdk.concurrency.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random schedules of one thread: a queue does what a list does, and keeps few gaps. */
class TaskQueueScheduleTest {
  private static final int STEPS = 20_000;

  @Test
  void tasksComeInTheirOrderAndWhatWasTakenOutNeverComes() {
    Rounds.eachSeed(seed -> new Schedule(new Random(seed)).run());
  }

  private static final class Schedule {
    private final Random random;
    private final TaskQueue queue = new TaskQueue();
    private final List<BulkShare> plain = new ArrayList<>();
    private final List<BulkShare> gone = new ArrayList<>();

    Schedule(Random random) {
      this.random = random;
    }

    void run() {
      int coming = 0;
      int leaving = 0;
      for (int step = 0; step < STEPS; step++) {
        if (step % 1_000 == 0) {
          coming = random.nextInt(100);
          leaving = random.nextInt(100);
        }
        if (random.nextInt(100) < coming) {
          add();
        } else if (random.nextInt(100) < leaving) {
          leave();
        } else if (random.nextInt(500) == 0) {
          clear();
        } else {
          poll();
        }
        assertThat(queue.size()).as("step %d", step).isEqualTo(plain.size());
        assertThat(queue.placesBehind()).isLessThanOrEqualTo(2 * plain.size() + 2_048);
      }
    }

    private void add() {
      BulkShare task = new BulkShare(() -> {});
      queue.add(task);
      plain.add(task);
    }

    private void leave() {
      if (!plain.isEmpty()) {
        BulkShare task = plain.remove(random.nextInt(plain.size()));
        assertThat(task.leave(queue)).isTrue();
        gone.add(task);
      }
      if (!gone.isEmpty()) {
        assertThat(gone.get(random.nextInt(gone.size())).leave(queue)).isFalse();
      }
    }

    private void poll() {
      Runnable task = random.nextBoolean() ? queue.poll() : queue.front().poll();
      if (task != null) {
        assertThat(task).isSameAs(plain.removeFirst());
        gone.add((BulkShare) task);
      }
    }

    private void clear() {
      assertThat(queue.clear()).isEqualTo(plain);
      gone.addAll(plain);
      plain.clear();
    }
  }
}
