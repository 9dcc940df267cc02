package io.patternsdk.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LII_Result;

/** Races for the window of a closed breaker that forgets what is too old. */
final class BreakerTimeWindows {
  private BreakerTimeWindows() {}

  @JCStressTest
  @State
  @Outcome(id = "CLOSED, 5, 1", expect = ACCEPTABLE, desc = "all five counted")
  public static class ATimeWindowHoldsAll extends ClosedBreaker.OfTenSeconds {
    @Actor
    public void succeeds() {
      well(3);
    }

    @Actor
    public void fails() {
      well(1);
      badly();
    }

    @Arbiter
    public void arbiter(LII_Result r) {
      look(r);
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "CLOSED, 4, 0", expect = ACCEPTABLE, desc = "all four counted, whatever their part")
  public static class ATimeWindowHoldsAllWhileTimePasses extends ClosedBreaker.OfTenSeconds {
    @Actor
    public void succeeds() {
      well(2);
    }

    @Actor
    public void timePasses() {
      well(1);
      clock.advance(Duration.ofSeconds(3));
      well(1);
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
  public static class ATimeWindowNeverHoldsWhatIsTooOld extends ClosedBreaker.OfTenSeconds {
    public ATimeWindowNeverHoldsWhatIsTooOld() {
      well(2);
    }

    @Actor
    public void succeeds() {
      well(1);
    }

    @Actor
    public void fails() {
      clock.advance(TEN_SECONDS);
      badly();
    }

    @Arbiter
    public void arbiter(LII_Result r) {
      look(r);
    }
  }
}
