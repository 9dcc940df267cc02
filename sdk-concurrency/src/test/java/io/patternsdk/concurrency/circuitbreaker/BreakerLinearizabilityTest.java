package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.concurrency.fixtures.Linearizability;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

class BreakerLinearizabilityTest {
  private static final Duration WAIT = Duration.ofSeconds(3);
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final int TRIALS = 2;

  @Test
  void failuresInARowAndTrialsAreCountedAsIfCallsCameOneByOne() {
    Linearizability.check(InARow.class, PlainInARow.class);
  }

  @Test
  void aCountWindowAnswersAsIfCallsCameOneByOne() {
    Linearizability.check(Counted.class, PlainCounted.class);
  }

  @Test
  void aTimeWindowAnswersAsIfCallsCameOneByOne() {
    Linearizability.check(Timed.class, PlainTimed.class);
  }

  /** The first permit is of the first stay; trials that begin never end. */
  public abstract static class Real {
    private final MovableClock clock = MovableClock.create();
    private final CircuitBreaker breaker;
    private final Permit first;

    Real(CircuitBreakerBuilder builder) {
      breaker = builder.resetTimeout(WAIT).halfOpenTrials(TRIALS).clock(clock).build();
      first = breaker.acquire();
    }

    @Operation
    public void succeed() {
      first.end(Outcome.SUCCESS);
    }

    @Operation
    public void fail() {
      first.end(Outcome.FAILURE);
    }

    @Operation
    public boolean begin() {
      return breaker.tryAcquire() != null;
    }

    @Operation
    public void pass() {
      clock.advance(WAIT);
    }

    @Operation
    public void reset() {
      breaker.reset();
    }

    @Operation
    public String look() {
      return told(breaker.snapshot());
    }
  }

  public abstract static class Plain {
    private final PlainBreaker breaker;
    private final int first;
    private long now;

    Plain(int inARow, int failureRate, int windowCalls, int minimum) {
      long wait = WAIT.toNanos();
      long part = WINDOW.toNanos() / TimeWindow.PARTS;
      breaker =
          new PlainBreaker(
              new PlainBreaker.Limits(
                  inARow, failureRate, 0, 0, windowCalls, part, minimum, wait, TRIALS, wait),
              now);
      first = breaker.acquire(now);
    }

    public void succeed() {
      breaker.end(first, Outcome.SUCCESS, 0, now);
    }

    public void fail() {
      breaker.end(first, Outcome.FAILURE, 0, now);
    }

    public boolean begin() {
      return breaker.acquire(now) >= 0;
    }

    public void pass() {
      now += WAIT.toNanos();
    }

    public void reset() {
      breaker.reset();
    }

    public String look() {
      return told(breaker.snapshot(now, 0));
    }
  }

  private static String told(BreakerSnapshot at) {
    return "%s %d %d %d %d"
        .formatted(
            at.state(), at.calls(), at.failures(), at.consecutiveFailures(), at.trialsInFlight());
  }

  public static class InARow extends Real {
    public InARow() {
      super(CircuitBreaker.named("b").maxFailures(2));
    }
  }

  public static class PlainInARow extends Plain {
    public PlainInARow() {
      super(2, 0, 1, 1);
    }
  }

  public static class Counted extends Real {
    public Counted() {
      super(CircuitBreaker.named("b").maxFailures(3).failureRate(0.6).window(3).minCalls(2));
    }
  }

  public static class PlainCounted extends Plain {
    public PlainCounted() {
      super(3, 60, 3, 2);
    }
  }

  public static class Timed extends Real {
    public Timed() {
      super(
          CircuitBreaker.named("b").maxFailures(3).failureRate(0.6).windowTime(WINDOW).minCalls(3));
    }
  }

  public static class PlainTimed extends Plain {
    public PlainTimed() {
      super(3, 60, 0, 3);
    }
  }
}
