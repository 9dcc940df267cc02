package io.patternsdk.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.patternsdk.concurrency.circuitbreaker.BreakerSnapshot;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LII_Result;
import org.openjdk.jcstress.infra.results.LI_Result;

/** Races for what a closed breaker counts. */
final class BreakerWindows {
  private BreakerWindows() {}

  @JCStressTest
  @State
  @Outcome(id = "CLOSED, 4, 2", expect = ACCEPTABLE, desc = "all four counted")
  public static class ACountWindowHoldsAll extends ClosedBreaker {
    public ACountWindowHoldsAll() {
      super(rate(1).window(10));
    }

    @Actor
    public void first() {
      well(1);
      badly();
    }

    @Actor
    public void second() {
      badly();
      well(1);
    }

    @Arbiter
    public void arbiter(LII_Result r) {
      look(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "CLOSED, 5, 2", expect = ACCEPTABLE, desc = "all five counted")
  public static class ACountWindowHoldsAllOnceItMayJudge extends ClosedBreaker {
    public ACountWindowHoldsAllOnceItMayJudge() {
      super(rate(1).window(10).minCalls(1));
      well(1);
    }

    @Actor
    public void first() {
      well(1);
      badly();
    }

    @Actor
    public void second() {
      badly();
      well(1);
    }

    @Arbiter
    public void arbiter(LII_Result r) {
      look(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "OPEN, 0", expect = ACCEPTABLE, desc = "the success came last")
  @Outcome(
      id = {"CLOSED, 1", "CLOSED, 2"},
      expect = ACCEPTABLE,
      desc = "one failure came after it, or two")
  public static class ASuccessEndsFailuresInARow extends ClosedBreaker {
    public ASuccessEndsFailuresInARow() {
      super(inARow(3).failureRate(1).window(10).minCalls(1));
      well(1);
      badly();
    }

    @Actor
    public void succeeds() {
      well(1);
    }

    @Actor
    public void fails() {
      badly();
      badly();
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      BreakerSnapshot snapshot = breaker.snapshot();
      r.r1 = snapshot.state();
      r.r2 = snapshot.consecutiveFailures();
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "CLOSED, 3, 1", expect = ACCEPTABLE, desc = "the failure is among the last three")
  public static class AFullCountWindowKeepsAFailure extends ClosedBreaker {
    public AFullCountWindowKeepsAFailure() {
      super(rate(1).window(3));
      well(3);
    }

    @Actor
    public void succeeds() {
      well(2);
    }

    @Actor
    public void fails() {
      badly();
    }

    @Arbiter
    public void arbiter(LII_Result r) {
      look(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(
      id = "OPEN, 0, 0",
      expect = ACCEPTABLE,
      desc = "one of two failed: whoever ends last sees it")
  public static class WhoeverReachesTheMinimumJudges extends ClosedBreaker {
    public WhoeverReachesTheMinimumJudges() {
      super(rate(0.5).windowTime(TEN_SECONDS).minCalls(2));
    }

    @Actor
    public void succeeds() {
      well(1);
    }

    @Actor
    public void fails() {
      badly();
    }

    @Arbiter
    public void arbiter(LII_Result r) {
      look(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "OPEN, 1", expect = ACCEPTABLE, desc = "two in a row open it, and once only")
  public static class FailuresInARowAreCounted extends ClosedBreaker {
    public FailuresInARowAreCounted() {
      super(inARow(2));
    }

    @Actor
    public void first() {
      badly();
    }

    @Actor
    public void second() {
      badly();
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      r.r1 = breaker.state();
      r.r2 = changes.count();
    }
  }

  @JCStressTest
  @State
  @Outcome(
      id = "CLOSED, 0, 0",
      expect = ACCEPTABLE,
      desc = "what began before a reset is forgotten")
  public static class AResetForgets extends ClosedBreaker {
    public AResetForgets() {
      super(inARow(1));
    }

    @Actor
    public void fails() {
      badly();
    }

    @Actor
    public void reset() {
      breaker.reset();
    }

    @Arbiter
    public void arbiter(LII_Result r) {
      look(r);
      r.r2 = breaker.snapshot().consecutiveFailures();
    }
  }
}
