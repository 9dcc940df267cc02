package io.patternsdk.concurrency.pipeline;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.internal.EventPublisher;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Races of the two threads at one buffer of a pipeline; seen from inside its package. */
@NullMarked
final class StageQueueRaces {
  private StageQueueRaces() {}

  /** Something whose content is written before it is put. */
  static final class Item {
    int number;

    Item(int number) {
      this.number = number;
    }
  }

  /** A queue with room for two, at whose ends so many items have passed already. */
  static class Passed {
    final PipelineScope scope = new PipelineScope(new EventPublisher("race", GuardListener.none()));
    final StageQueue queue = new StageQueue(2, scope);

    Passed(int items) {
      for (int i = 0; i < items; i++) {
        queue.offer(new Item(0));
        queue.poll();
      }
    }

    final int poll() {
      return number(queue.poll());
    }

    static int number(@Nullable Object item) {
      return item instanceof Item it ? it.number : 0;
    }
  }

  @JCStressTest
  @State
  @org.openjdk.jcstress.annotations.Outcome(
      id = {"0, 0, 1", "0, 1, 2", "1, 0, 2", "1, 2, 0"},
      expect = ACCEPTABLE,
      desc = "what was put was taken whole, once and in order")
  public static class ItemsKeepTheirOrderFromRunToRun extends Passed {
    public ItemsKeepTheirOrderFromRunToRun() {
      super(127);
    }

    @Actor
    public void puts() {
      queue.offer(new Item(1));
      queue.offer(new Item(2));
    }

    @Actor
    public void takes(III_Result r) {
      r.r1 = poll();
      r.r2 = poll();
    }

    @Arbiter
    public void next(III_Result r) {
      r.r3 = poll();
    }
  }

  @JCStressTest
  @State
  @org.openjdk.jcstress.annotations.Outcome(
      id = {"2, 1, 0", "2, 1, 3"},
      expect = ACCEPTABLE,
      desc = "the third came in behind the others, once there was room, or not")
  public static class AFullQueueTakesNoMore extends Passed {
    public AFullQueueTakesNoMore() {
      super(126);
      queue.offer(new Item(1));
      queue.offer(new Item(2));
    }

    @Actor
    public void puts() {
      queue.offer(new Item(3));
    }

    @Actor
    public void takes(III_Result r) {
      r.r1 = queue.buffered();
      r.r2 = poll();
    }

    @Arbiter
    public void rest(III_Result r) {
      poll();
      r.r3 = poll();
    }
  }

  @JCStressTest
  @State
  @org.openjdk.jcstress.annotations.Outcome(
      id = "1, 2",
      expect = ACCEPTABLE,
      desc = "both waited for each other, and neither for ever")
  public static class NobodyIsOverlookedForEver extends Passed {
    public NobodyIsOverlookedForEver() {
      super(126);
      queue.offer(new Item(1));
      queue.offer(new Item(0));
    }

    @Actor
    public void puts() {
      queue.put(new Item(0));
      queue.put(new Item(2));
    }

    @Actor
    public void takes(II_Result r) {
      r.r1 = number(queue.take());
      queue.take();
      queue.take();
      r.r2 = number(queue.take());
    }
  }
}
