package io.patternsdk.stress;

import static io.patternsdk.stress.Bulkheads.EITHER;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** Races of threads that spread a bulkhead's places over stripes with threads that gather them. */
final class BulkheadStripes {
  private static final int PLACES = 64;

  private BulkheadStripes() {}

  @JCStressTest
  @State
  @Outcome(id = EITHER + "true, 25, 39", expect = ACCEPTABLE, desc = "whoever waited has got one")
  public static class SpreadingForgetsNoWaiter extends Bulkheads {
    public SpreadingForgetsNoWaiter() {
      super(PLACES, PLACES, 0);
    }

    @Actor
    public void gives() {
      for (int i = 0; i < 40; i++) {
        bulkhead.release();
      }
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
  @Outcome(id = EITHER + "5, 29, 35", expect = ACCEPTABLE, desc = "three each came back")
  public static class SpreadingLosesNothing extends Bulkheads {
    public SpreadingLosesNothing() {
      super(PLACES, PLACES / 2 + 3, 0);
      gather();
    }

    @Actor
    public void first(LLLL_Result r) {
      r.r2 = give(2) + take(1) + give(2);
    }

    @Actor
    public void second() {
      hold(give(2) + take(1) + give(2), 5);
    }

    @Arbiter
    public void look(LLLL_Result r) {
      count(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(id = EITHER + "[012], 0, 64", expect = ACCEPTABLE, desc = "never more inside than are")
  public static class GatheringSeesThemAll extends Bulkheads {
    public GatheringSeesThemAll() {
      super(PLACES, 0, 0);
    }

    @Actor
    public void looks(LLLL_Result r) {
      gather();
      r.r2 = inside();
    }

    @Actor
    public void comesAndGoes() {
      hold(take(2) + give(1) + take(1) + give(2), 6);
    }

    @Arbiter
    public void look(LLLL_Result r) {
      count(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(id = EITHER + "32, 32, 0", expect = ACCEPTABLE, desc = "shrunk before they came")
  @Outcome(id = EITHER + "33, 33, 0", expect = ACCEPTABLE, desc = "shrunk when the last had come")
  public static class ShrinkingGathers extends Bulkheads {
    public ShrinkingGathers() {
      super(PLACES, 30, 0);
    }

    @Actor
    public void shrink() {
      resize(32);
    }

    @Actor
    public void takes(LLLL_Result r) {
      r.r2 = 30 + take(3);
    }

    @Arbiter
    public void look(LLLL_Result r) {
      count(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(
      id = EITHER + "(true, false|false, true), true",
      expect = ACCEPTABLE,
      desc = "one of two is refused")
  public static class OnlyWhatWasTakenComesBack extends Bulkheads {
    public OnlyWhatWasTakenComesBack() {
      super(ThreadLocalRandom.current().nextBoolean() ? 1 : PLACES, 1, 0);
    }

    @Actor
    public void first(LLLL_Result r) {
      r.r2 = give();
    }

    @Actor
    public void second(LLLL_Result r) {
      r.r3 = give();
    }

    @Arbiter
    public void look(LLLL_Result r) {
      r.r1 = fair;
      r.r4 = free() == capacity();
    }
  }
}
