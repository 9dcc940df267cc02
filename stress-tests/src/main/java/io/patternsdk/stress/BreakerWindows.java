package io.patternsdk.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.patternsdk.concurrency.BreakerSnapshot;
import io.patternsdk.concurrency.CircuitBreaker;
import io.patternsdk.concurrency.CircuitBreakerBuilder;
import io.patternsdk.concurrency.Permit;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LII_Result;
import org.openjdk.jcstress.infra.results.LI_Result;

/** Races for the window of a closed breaker. */
final class BreakerWindows {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private BreakerWindows() {}

  static class Rated {
    final StoppedClock clock = new StoppedClock();
    final CircuitBreaker breaker;
    final Permit permit;

    Rated(CircuitBreakerBuilder builder) {
      breaker = builder.clock(clock).build();
      permit = breaker.acquire();
    }

    final void look(LII_Result r) {
      BreakerSnapshot snapshot = breaker.snapshot();
      r.r1 = snapshot.state();
      r.r2 = snapshot.calls();
      r.r3 = snapshot.failures();
    }
  }

  private static CircuitBreakerBuilder rate(double share) {
    return CircuitBreaker.named("b").failureRate(share);
  }

  @JCStressTest
  @State
  @Outcome(id = "CLOSED, 4, 2", expect = ACCEPTABLE, desc = "all four counted")
  public static class ACountWindowHoldsAll extends Rated {
    public ACountWindowHoldsAll() {
      super(rate(1).window(10));
    }

    @Actor
    public void first() {
      Ended.well(permit);
      Ended.badly(permit);
    }

    @Actor
    public void second() {
      Ended.badly(permit);
      Ended.well(permit);
    }

    @Arbiter
    public void arbiter(LII_Result r) {
      look(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "CLOSED, 3, 1", expect = ACCEPTABLE, desc = "the failure is among the last three")
  public static class AFullCountWindowKeepsAFailure extends Rated {
    public AFullCountWindowKeepsAFailure() {
      super(rate(1).window(3));
      for (int i = 0; i < 3; i++) {
        Ended.well(permit);
      }
    }

    @Actor
    public void succeeds() {
      Ended.well(permit);
      Ended.well(permit);
    }

    @Actor
    public void fails() {
      Ended.badly(permit);
    }

    @Arbiter
    public void arbiter(LII_Result r) {
      look(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "CLOSED, 5, 1", expect = ACCEPTABLE, desc = "all five counted")
  public static class ATimeWindowHoldsAll extends Rated {
    public ATimeWindowHoldsAll() {
      super(rate(1).window(TEN_SECONDS));
    }

    @Actor
    public void succeeds() {
      Ended.well(permit);
      Ended.well(permit);
      Ended.well(permit);
    }

    @Actor
    public void fails() {
      Ended.well(permit);
      Ended.badly(permit);
    }

    @Arbiter
    public void arbiter(LII_Result r) {
      look(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "CLOSED, 4, 0", expect = ACCEPTABLE, desc = "all four counted, whatever their part")
  public static class ATimeWindowHoldsAllWhileTimePasses extends Rated {
    public ATimeWindowHoldsAllWhileTimePasses() {
      super(rate(1).window(TEN_SECONDS));
    }

    @Actor
    public void succeeds() {
      Ended.well(permit);
      Ended.well(permit);
    }

    @Actor
    public void timePasses() {
      Ended.well(permit);
      clock.advance(Duration.ofSeconds(3));
      Ended.well(permit);
    }

    @Arbiter
    public void arbiter(LII_Result r) {
      look(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(
      id = {"CLOSED, 2, 1", "CLOSED, 1, 1"},
      expect = ACCEPTABLE,
      desc = "old ones leave")
  public static class ATimeWindowNeverHoldsWhatIsTooOld extends Rated {
    public ATimeWindowNeverHoldsWhatIsTooOld() {
      super(rate(1).window(TEN_SECONDS));
      Ended.well(permit);
      Ended.well(permit);
    }

    @Actor
    public void succeeds() {
      Ended.well(permit);
    }

    @Actor
    public void fails() {
      clock.advance(TEN_SECONDS);
      Ended.badly(permit);
    }

    @Arbiter
    public void arbiter(LII_Result r) {
      look(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(
      id = "OPEN, 0",
      expect = ACCEPTABLE,
      desc = "one of two failed: whoever ends last sees it")
  public static class WhoeverReachesTheMinimumJudges extends Rated {
    public WhoeverReachesTheMinimumJudges() {
      super(rate(0.5).window(TEN_SECONDS).minimumCalls(2));
    }

    @Actor
    public void succeeds() {
      Ended.well(permit);
    }

    @Actor
    public void fails() {
      Ended.badly(permit);
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      r.r1 = breaker.state();
      r.r2 = breaker.snapshot().calls();
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "OPEN, 1", expect = ACCEPTABLE, desc = "two in a row open it, and once only")
  public static class FailuresInARowAreCounted {
    private final Changes changes = new Changes();
    private final CircuitBreaker breaker =
        CircuitBreaker.named("b").consecutiveFailures(2).listener(changes).build();
    private final Permit permit = breaker.acquire();

    @Actor
    public void first() {
      Ended.badly(permit);
    }

    @Actor
    public void second() {
      Ended.badly(permit);
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
  public static class AResetForgets extends Rated {
    public AResetForgets() {
      super(CircuitBreaker.named("b").consecutiveFailures(1));
    }

    @Actor
    public void fails() {
      Ended.badly(permit);
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
