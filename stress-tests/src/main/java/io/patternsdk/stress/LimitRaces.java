package io.patternsdk.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.patternsdk.concurrency.ratelimit.RateLimiter;
import io.patternsdk.concurrency.retry.RetryBudget;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Races for the turns of a rate limit and for a retry budget. */
final class LimitRaces {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private LimitRaces() {}

  static class Limited {
    final StoppedClock clock = new StoppedClock();
    final RateLimiter limiter =
        RateLimiter.named("r").rate(1, SECOND).burst(3).clock(clock).build();

    final int start(int attempts) {
      int started = 0;
      for (int i = 0; i < attempts; i++) {
        started += limiter.tryAcquire() ? 1 : 0;
      }
      return started;
    }
  }

  @JCStressTest
  @State
  @Outcome(
      id = {"0, 3", "1, 2", "2, 1", "3, 0"},
      expect = ACCEPTABLE,
      desc = "one burst")
  public static class ABurstAndNoMore extends Limited {
    @Actor
    public void first(II_Result r) {
      r.r1 = start(4);
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = start(4);
    }
  }

  @JCStressTest
  @State
  @Outcome(
      id = {"4, 0", "3, 1", "2, 2", "1, 3", "0, 4"},
      expect = ACCEPTABLE,
      desc = "some started before the pause, the burst after it")
  @Outcome(
      id = {"3, 0", "2, 1", "1, 2", "0, 3"},
      expect = ACCEPTABLE,
      desc = "the burst after the pause")
  public static class ABurstAndWhatWasEarned extends Limited {
    public ABurstAndWhatWasEarned() {
      limiter.tryAcquire();
    }

    @Actor
    public void first(II_Result r) {
      clock.advance(SECOND.multipliedBy(2));
      r.r1 = start(5);
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = start(5);
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "true, true, 0", expect = ACCEPTABLE, desc = "one earned between")
  @Outcome(
      id = {"true, false, 1", "false, true, 1"},
      expect = ACCEPTABLE,
      desc = "earned after both had tried")
  public static class ABudgetHolds {
    private final RetryBudget budget = RetryBudget.of(2, 1);

    public ABudgetHolds() {
      budget.trySpend();
    }

    @Actor
    public void first(ZZI_Result r) {
      r.r1 = budget.trySpend();
    }

    @Actor
    public void second(ZZI_Result r) {
      r.r2 = budget.trySpend();
      budget.earn();
    }

    @Arbiter
    public void look(ZZI_Result r) {
      r.r3 = (int) budget.left();
    }
  }
}
