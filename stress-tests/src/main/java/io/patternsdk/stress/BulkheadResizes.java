package io.patternsdk.stress;

import static io.patternsdk.stress.Bulkheads.EITHER;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** Races with a change of the capacity. */
final class BulkheadResizes {
  private BulkheadResizes() {}

  @JCStressTest
  @State
  @Outcome(id = EITHER + "true, 2, 0", expect = ACCEPTABLE, desc = "the new place is taken")
  public static class GrowthWakes extends Bulkheads.OneTaken {
    @Actor
    public void grow() {
      resize(2);
    }

    @Actor
    public void waits(LLLL_Result r) {
      r.r2 = await();
    }

    @Arbiter
    public void look(LLLL_Result r) {
      count(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(
      id = EITHER + "true, 1, 0",
      expect = ACCEPTABLE,
      desc = "shrunk before it came back or after")
  public static class ShrinkingAndGivingLoseNothing extends Bulkheads.TwoTaken {
    @Actor
    public void shrink() {
      resize(1);
    }

    @Actor
    public void gives(LLLL_Result r) {
      r.r2 = give();
    }

    @Arbiter
    public void look(LLLL_Result r) {
      count(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(
      id = EITHER + "true, 1, 2",
      expect = ACCEPTABLE,
      desc = "grown before it came back or after")
  public static class GrowingAndGivingLoseNothing extends Bulkheads.TwoTaken {
    @Actor
    public void grow() {
      resize(3);
    }

    @Actor
    public void gives(LLLL_Result r) {
      r.r2 = give();
    }

    @Arbiter
    public void look(LLLL_Result r) {
      count(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(id = EITHER + "true, 2, 0", expect = ACCEPTABLE, desc = "both had come before")
  @Outcome(id = EITHER + "false, 1, 0", expect = ACCEPTABLE, desc = "one came after it was shrunk")
  public static class ShrinkingHoldsForNewcomers extends Bulkheads.TwoFree {
    @Actor
    public void shrink() {
      resize(1);
    }

    @Actor
    public void takes(LLLL_Result r) {
      r.r2 = take(2) == 2;
    }

    @Arbiter
    public void look(LLLL_Result r) {
      count(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(
      id = EITHER + "true, 0, (2|3)",
      expect = ACCEPTABLE,
      desc = "as many places as one of them said")
  public static class ResizesDoNotAddUp extends Bulkheads {
    public ResizesDoNotAddUp() {
      super(1, 0);
    }

    @Actor
    public void two() {
      resize(2);
    }

    @Actor
    public void three() {
      resize(3);
    }

    @Arbiter
    public void look(LLLL_Result r) {
      r.r1 = fair;
      r.r3 = inside();
      int free = free();
      r.r2 = free == capacity();
      r.r4 = free;
    }
  }
}
