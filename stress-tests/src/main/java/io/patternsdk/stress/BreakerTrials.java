package io.patternsdk.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.patternsdk.concurrency.BreakerSnapshot;
import io.patternsdk.concurrency.CircuitBreaker;
import io.patternsdk.concurrency.Permit;
import java.time.Duration;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.LII_Result;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.LZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Races of a half-open breaker. */
final class BreakerTrials {
  private static final Duration WAIT = Duration.ofSeconds(30);

  private BreakerTrials() {}

  private static int admitted(CircuitBreaker breaker, int attempts) {
    int admitted = 0;
    for (int i = 0; i < attempts; i++) {
      admitted += breaker.tryAcquire() == null ? 0 : 1;
    }
    return admitted;
  }

  /** A breaker that has opened with one failure, and whose wait is over. */
  static class Waited {
    final StoppedClock clock = new StoppedClock();
    final CircuitBreaker breaker;
    final Permit late;

    Waited(int trials) {
      breaker =
          CircuitBreaker.named("b")
              .consecutiveFailures(1)
              .wait(WAIT)
              .trials(trials)
              .clock(clock)
              .build();
      late = breaker.acquire();
      Ended.badly(breaker.acquire());
      clock.advance(WAIT);
    }
  }

  @JCStressTest
  @State
  @Outcome(
      id = {"true, false", "false, true"},
      expect = ACCEPTABLE,
      desc = "one passes")
  public static class OnePasses extends Waited {
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
  public static class AsManyAsPermittedPass extends Waited {
    public AsManyAsPermittedPass() {
      super(3);
    }

    @Actor
    public void first(III_Result r) {
      r.r1 = admitted(breaker, 4);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = admitted(breaker, 4);
    }

    @Arbiter
    public void count(III_Result r) {
      r.r3 = breaker.snapshot().trialsInFlight();
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "HALF_OPEN, 0, 1", expect = ACCEPTABLE, desc = "the late outcome counts nowhere")
  public static class ALateOutcomeCountsNowhere extends Waited {
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
    public void look(LII_Result r) {
      BreakerSnapshot snapshot = breaker.snapshot();
      r.r1 = snapshot.state();
      r.r2 = snapshot.calls();
      r.r3 = snapshot.trialsInFlight();
    }
  }

  @JCStressTest
  @State
  @Outcome(
      id = "OPEN, 0",
      expect = ACCEPTABLE,
      desc = "one failed trial opens it, whatever else ends")
  public static class TheFailedTrialDecides extends Waited {
    private final Permit trial;
    private final Permit other;

    public TheFailedTrialDecides() {
      super(3);
      trial = breaker.acquire();
      other = breaker.acquire();
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
    public void look(LI_Result r) {
      r.r1 = breaker.state();
      r.r2 = breaker.snapshot().calls();
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "CLOSED, 0", expect = ACCEPTABLE, desc = "both trials counted, in either order")
  public static class TwoGoodTrialsCloseIt extends Waited {
    private final Permit first;
    private final Permit second;

    public TwoGoodTrialsCloseIt() {
      super(2);
      first = breaker.acquire();
      second = breaker.acquire();
    }

    @Actor
    public void first() {
      Ended.well(first);
    }

    @Actor
    public void second() {
      Ended.well(second);
    }

    @Arbiter
    public void look(LI_Result r) {
      r.r1 = breaker.state();
      r.r2 = breaker.snapshot().trialsInFlight();
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "CLOSED, 0", expect = ACCEPTABLE, desc = "it ended before it was given up")
  @Outcome(id = "HALF_OPEN, 1", expect = ACCEPTABLE, desc = "it was given up and another one began")
  public static class ATrialGivenUpCountsNowhere extends Waited {
    private final Permit lost;

    public ATrialGivenUpCountsNowhere() {
      super(1);
      lost = breaker.acquire();
      clock.advance(WAIT);
    }

    @Actor
    public void ends() {
      Ended.well(lost);
    }

    @Actor
    public void another() {
      Objects.requireNonNull(breaker.tryAcquire());
    }

    @Arbiter
    public void look(LI_Result r) {
      BreakerSnapshot snapshot = breaker.snapshot();
      r.r1 = snapshot.state();
      r.r2 = snapshot.trialsInFlight() + snapshot.calls();
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "FORCED_OPEN, false", expect = ACCEPTABLE, desc = "an order outlasts any outcome")
  public static class AnOrderOutlastsATrial extends Waited {
    private final Permit trial;

    public AnOrderOutlastsATrial() {
      super(1);
      trial = breaker.acquire();
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
