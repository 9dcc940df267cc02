package io.patternsdk.stress;

import static io.patternsdk.stress.Bulkheads.EITHER;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** Races for the places of a bulkhead. */
final class BulkheadRaces {
  private BulkheadRaces() {}

  @JCStressTest
  @State
  @Outcome(
      id = EITHER + "(2, 0|1, 1|0, 2), 2",
      expect = ACCEPTABLE,
      desc = "two places, two inside")
  public static class NoMoreThanTheCapacity extends Bulkheads.TwoFree {
    @Actor
    public void first(LLLL_Result r) {
      r.r2 = take(2);
    }

    @Actor
    public void second(LLLL_Result r) {
      r.r3 = take(2);
    }

    @Arbiter
    public void look(LLLL_Result r) {
      r.r1 = fair;
      r.r4 = inside();
    }
  }

  @JCStressTest
  @State
  @Outcome(id = EITHER + "0, 0, 2", expect = ACCEPTABLE, desc = "all came back")
  public static class NoPermitIsLost extends Bulkheads.TwoFree {
    @Actor
    public void first() {
      enterAndLeave();
    }

    @Actor
    public void second() {
      enterAndLeave();
    }

    private void enterAndLeave() {
      for (int i = 0; i < 3; i++) {
        bulkhead.acquire();
        bulkhead.release();
      }
    }

    @Arbiter
    public void look(LLLL_Result r) {
      r.r1 = fair;
      r.r2 = inside();
      r.r3 = bulkhead.snapshot().waiting();
      r.r4 = free();
    }
  }

  @JCStressTest
  @State
  @Outcome(id = EITHER + "true, 1, 0", expect = ACCEPTABLE, desc = "whoever waited has got it")
  public static class AWaiterIsWoken extends Bulkheads.OneTaken {
    @Actor
    public void gives() {
      bulkhead.release();
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
      id = EITHER + "true, 0, 1",
      expect = ACCEPTABLE,
      desc = "both had it, one after the other")
  public static class OnePlaceServesTwoWaiters extends Bulkheads.OneTaken {
    @Actor
    public void first(LLLL_Result r) {
      bulkhead.release();
      r.r2 = await() && give();
    }

    @Actor
    public void second(LLLL_Result r) {
      if (!await()) {
        throw new IllegalStateException("a wake-up was lost");
      }
      bulkhead.release();
    }

    @Arbiter
    public void look(LLLL_Result r) {
      count(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(id = EITHER + "true, 1, 0", expect = ACCEPTABLE, desc = "it came in time")
  @Outcome(id = EITHER + "false, 0, 1", expect = ACCEPTABLE, desc = "too late: the place is free")
  public static class AWaiterThatGivesUpTakesNoPermitAway extends Bulkheads.OneTaken {
    private static final Duration SHORT = Duration.ofNanos(20_000);

    @Actor
    public void gives() {
      bulkhead.release();
    }

    @Actor
    public void waits(LLLL_Result r) {
      r.r2 = bulkhead.tryAcquire(SHORT);
    }

    @Arbiter
    public void look(LLLL_Result r) {
      count(r);
    }
  }
}
