package io.patternsdk.concurrency.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Pipelines of random shape under random failures, interrupts and ends: every item that was
 * accepted is delivered once, fails once or is left once.
 */
class PipelineScheduleTest {
  private static final int SUBMITTERS = 3;
  private static final int EACH = 400;

  @Test
  void noItemIsLostOrDuplicated() throws Exception {
    Leaks leaks = Leaks.watch();
    Rounds.eachSeed(
        seed -> {
          for (int i = 0; i < 20; i++) {
            new Trial(new Random(seed + i)).run();
          }
        });
    leaks.check();
  }

  private static final class Trial {
    private final Random random;
    private final int failing;
    private final int keys;
    private final int endsAfter;
    private final Queue<Integer> accepted = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> threw = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> delivered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger steps = new AtomicInteger();
    private volatile boolean running = true;

    Trial(Random random) {
      this.random = random;
      this.failing = random.nextBoolean() ? Integer.MAX_VALUE : 20 + random.nextInt(2_000);
      this.keys = 1 + random.nextInt(20);
      this.endsAfter = 1 + random.nextInt(SUBMITTERS * EACH * 8); // not before it is run
    }

    void run() {
      Pipeline<Integer> pipeline = build();
      PipelineReport report = random.nextBoolean() ? pushed(pipeline) : pulled(pipeline);
      check(report);
    }

    private Pipeline<Integer> build() {
      PipelineBuilder<Integer, Integer> builder = Pipeline.named("p");
      int stages = 1 + random.nextInt(4);
      for (int i = 0; i < stages; i++) {
        builder.onFailure(policy());
        if (random.nextInt(3) == 0) {
          builder.buffer(1 + random.nextInt(random.nextBoolean() ? 4 : 300));
        }
        builder =
            random.nextBoolean()
                ? builder.map("map" + i, this::step)
                : builder.map("parallel" + i, parallel(), this::step);
      }
      builder.onFailure(policy());
      if (random.nextInt(3) == 0) {
        Duration linger = Duration.ofMillis(random.nextInt(2));
        return builder.batch("batch", 1 + random.nextInt(50), linger).into("out", this::deliver);
      }
      return random.nextBoolean()
          ? builder.into("out", n -> deliver(List.of(n)))
          : builder.into("out", Parallel.byKey(3, this::key), n -> deliver(List.of(n)));
    }

    private Parallel<Integer> parallel() {
      int workers = 1 + random.nextInt(5);
      return switch (random.nextInt(4)) {
        case 0 -> Parallel.unordered(workers);
        case 1 -> Parallel.ordered(workers);
        case 2 -> Parallel.byKey(workers, this::key);
        default -> Parallel.byKey(workers, this::key).ordered();
      };
    }

    private OnFailure policy() {
      return switch (random.nextInt(5)) {
        case 0 -> OnFailure.stop();
        case 1, 2 -> OnFailure.skip();
        default -> OnFailure.deadLetter(letter -> Thread.yield());
      };
    }

    private int key(int item) {
      return item % keys;
    }

    private int step(int item) throws InterruptedException {
      pass(List.of(item));
      return item;
    }

    private void deliver(List<Integer> items) throws InterruptedException {
      pass(items);
      delivered.addAll(items);
    }

    private void pass(List<Integer> items) throws InterruptedException {
      int step = steps.incrementAndGet();
      if (step % 7 == 0) {
        Thread.yield();
      }
      if (step % failing == failing - 1 || Thread.interrupted()) {
        threw.addAll(items);
        throw new InterruptedException("on cue or by the pipeline");
      }
    }

    private PipelineReport pushed(Pipeline<Integer> pipeline) {
      List<Thread> submitters = new ArrayList<>();
      for (int i = 0; i < SUBMITTERS; i++) {
        int first = i * EACH;
        submitters.add(Thread.startVirtualThread(() -> submit(pipeline, first)));
      }
      PipelineReport report = pushed(pipeline, submitters);
      submitters.forEach(Trial::awaitEnd); // what was accepted is noted after that
      return report;
    }

    private PipelineReport pushed(Pipeline<Integer> pipeline, List<Thread> submitters) {
      boolean interrupts = random.nextBoolean();
      boolean ends = random.nextBoolean();
      while (submitters.stream().anyMatch(Thread::isAlive)) {
        Thread.yield();
        if (interrupts) {
          submitters.get(random.nextInt(SUBMITTERS)).interrupt();
        }
        if (ends && steps.get() >= endsAfter) {
          return end(pipeline);
        }
      }
      return random.nextBoolean() ? pipeline.drain(Deadline.NONE) : end(pipeline);
    }

    private PipelineReport end(Pipeline<Integer> pipeline) {
      return random.nextBoolean()
          ? pipeline.cancel()
          : pipeline.drain(Deadline.after(Duration.ofMillis(random.nextInt(3))));
    }

    private void submit(Pipeline<Integer> pipeline, int first) {
      for (int item = first; item < first + EACH; item++) {
        try {
          if (item % 5 != 0) {
            pipeline.submit(item);
            accepted.add(item);
          } else if (pipeline.trySubmit(item)) {
            accepted.add(item);
          }
        } catch (BackendException e) {
          Thread.interrupted(); // interrupted, or ended: not accepted
        }
      }
    }

    private PipelineReport pulled(Pipeline<Integer> pipeline) {
      boolean ends = random.nextBoolean();
      Thread other =
          Thread.startVirtualThread(
              () -> {
                while (ends && steps.get() < endsAfter && running) {
                  Thread.yield();
                }
                if (ends) {
                  end(pipeline);
                }
              });
      pipeline.run(IntStream.range(0, SUBMITTERS * EACH).boxed().peek(accepted::add).iterator());
      running = false;
      awaitEnd(other);
      return pipeline.drain(Deadline.NONE);
    }

    private static void awaitEnd(Thread thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private void check(PipelineReport report) {
      List<Integer> left = new ArrayList<>();
      for (UnfinishedItem item : report.unfinished()) {
        List<Integer> items = items(item.item());
        left.addAll(items);
        if (item.started()) {
          threw.removeAll(items); // they threw because they were interrupted
        }
      }
      List<Integer> all = new ArrayList<>(left);
      all.addAll(threw);
      all.addAll(delivered);
      assertThat(all).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(accepted);
      if (report.completed()) {
        assertThat(report.unfinished()).isEmpty();
        assertThat(report.failure()).isEmpty();
      }
      long into = accepted.size();
      for (StageSnapshot stage : report.counts().stages()) {
        assertThat(stage.in()).as("into " + stage).isEqualTo(into);
        assertThat(stage.in() - stage.done() - stage.waiting())
            .as("unhappy at " + stage)
            .isEqualTo(stage.failed() + stage.skipped() + stage.deadLettered());
        assertThat(report.unfinished().stream().filter(l -> l.stage().equals(stage.name())).count())
            .as("left at " + stage)
            .isEqualTo(stage.waiting());
        into = stage.out();
      }
    }

    @SuppressWarnings("unchecked")
    private static List<Integer> items(Object item) {
      return item instanceof List<?> list ? (List<Integer>) list : List.of((Integer) item);
    }
  }
}
