package io.patternsdk.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.patternsdk.concurrency.circuitbreaker.Permit;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.LII_Result;
import org.openjdk.jcstress.infra.results.LZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Races of a half-open breaker. */
final class BreakerTrials {
  private BreakerTrials() {}

  @JCStressTest
  @State
  @Outcome(
      id = {"true, false", "false, true"},
      expect = ACCEPTABLE,
      desc = "one passes")
  public static class OnePasses extends WaitedBreaker {
    public OnePasses() {
      super(1);
    }

    @Actor
    public void first(ZZ_Result r) {
      r.r1 = breaker.tryAcquire() != null;
    }

    @Actor
    public void second(ZZ_Result r) {
      r.r2 = breaker.tryAcquire() != null;
    }
  }

  @JCStressTest
  @State
  @Outcome(
      id = {"3, 0, 3", "2, 1, 3", "1, 2, 3", "0, 3, 3"},
      expect = ACCEPTABLE,
      desc = "three pass")
  public static class AsManyAsPermittedPass extends WaitedBreaker {
    public AsManyAsPermittedPass() {
      super(3);
    }

    @Actor
    public void first(III_Result r) {
      r.r1 = admitted(4);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = admitted(4);
    }

    @Arbiter
    public void count(III_Result r) {
      r.r3 = breaker.snapshot().trialsInFlight();
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "HALF_OPEN, 0, 1", expect = ACCEPTABLE, desc = "the late outcome counts nowhere")
  public static class ALateOutcomeCountsNowhere extends WaitedBreaker {
    public ALateOutcomeCountsNowhere() {
      super(2);
    }

    @Actor
    public void late() {
      Ended.well(late);
    }

    @Actor
    public void trial() {
      breaker.acquire();
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
      desc = "one failed trial opens it, whatever else ends")
  public static class TheFailedTrialDecides extends WaitedBreaker.WithTrial {
    private final Permit other = breaker.acquire();

    public TheFailedTrialDecides() {
      super(3);
    }

    @Actor
    public void fails() {
      Ended.badly(trial);
    }

    @Actor
    public void succeeds() {
      Ended.well(other);
    }

    @Arbiter
    public void arbiter(LII_Result r) {
      look(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "CLOSED, 0, 0", expect = ACCEPTABLE, desc = "both trials counted, in either order")
  public static class TwoGoodTrialsCloseIt extends WaitedBreaker.WithTrial {
    private final Permit other = breaker.acquire();

    public TwoGoodTrialsCloseIt() {
      super(2);
    }

    @Actor
    public void first() {
      Ended.well(trial);
    }

    @Actor
    public void second() {
      Ended.well(other);
    }

    @Arbiter
    public void arbiter(LII_Result r) {
      look(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "CLOSED, 0, 0", expect = ACCEPTABLE, desc = "it ended before it was given up")
  @Outcome(
      id = "HALF_OPEN, 0, 1",
      expect = ACCEPTABLE,
      desc = "it was given up and another one began")
  public static class ATrialGivenUpCountsNowhere extends WaitedBreaker.WithTrial {
    public ATrialGivenUpCountsNowhere() {
      super(1);
      clock.advance(WAIT);
    }

    @Actor
    public void ends() {
      Ended.well(trial);
    }

    @Actor
    public void another() {
      Objects.requireNonNull(breaker.tryAcquire());
    }

    @Arbiter
    public void arbiter(LII_Result r) {
      look(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "FORCED_OPEN, false", expect = ACCEPTABLE, desc = "an order outlasts any outcome")
  public static class AnOrderOutlastsATrial extends WaitedBreaker.WithTrial {
    public AnOrderOutlastsATrial() {
      super(1);
    }

    @Actor
    public void ends() {
      Ended.well(trial);
    }

    @Actor
    public void order() {
      breaker.forceOpen();
    }

    @Arbiter
    public void look(LZ_Result r) {
      r.r1 = breaker.state();
      r.r2 = breaker.tryAcquire() != null;
    }
  }
}
