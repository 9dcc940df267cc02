package io.patternsdk.concurrency;

import io.patternsdk.concurrency.fixtures.Linearizability;
import io.patternsdk.concurrency.ratelimit.RateLimiter;
import io.patternsdk.concurrency.retry.RetryBudget;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

class LimitLinearizabilityTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int BURST = 2;

  @Test
  void aRateLimiterAnswersAsIfCallsCameOneByOne() {
    Linearizability.check(Limiter.class, PlainLimiter.class);
  }

  @Test
  void aRetryBudgetAnswersAsIfCallsCameOneByOne() {
    Linearizability.check(Budget.class, PlainBudget.class);
  }

  public static class Limiter {
    private final MovableClock clock = MovableClock.create();
    private final RateLimiter limiter =
        RateLimiter.named("r").rate(1, SECOND).burst(BURST).clock(clock).build();

    @Operation
    public boolean start() {
      return limiter.tryAcquire();
    }

    @Operation
    public void pass() {
      clock.advance(SECOND);
    }
  }

  /** A bucket into which a turn falls each second. */
  public static class PlainLimiter {
    private int turns = BURST;

    public boolean start() {
      boolean any = turns > 0;
      turns -= any ? 1 : 0;
      return any;
    }

    public void pass() {
      turns = Math.min(BURST, turns + 1);
    }
  }

  public static class Budget {
    private final RetryBudget budget = RetryBudget.of(2, 0.5);

    @Operation
    public boolean spend() {
      return budget.trySpend();
    }

    @Operation
    public void earn() {
      budget.earn();
    }

    @Operation
    public double left() {
      return budget.left();
    }

    @Operation
    public boolean spent() {
      return budget.snapshot().spent();
    }
  }

  public static class PlainBudget {
    private double left = 2;
    private boolean spent;

    public boolean spend() {
      boolean any = left >= 1;
      left -= any ? 1 : 0;
      spent |= !any;
      return any;
    }

    public void earn() {
      left = Math.min(2, left + 0.5);
      spent &= left < 1;
    }

    public double left() {
      return left;
    }

    public boolean spent() {
      return spent;
    }
  }
}
