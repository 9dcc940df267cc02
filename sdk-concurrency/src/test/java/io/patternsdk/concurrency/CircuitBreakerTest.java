package io.patternsdk.concurrency;

import static io.patternsdk.concurrency.BreakerState.CLOSED;
import static io.patternsdk.concurrency.BreakerState.DISABLED;
import static io.patternsdk.concurrency.BreakerState.FORCED_OPEN;
import static io.patternsdk.concurrency.BreakerState.HALF_OPEN;
import static io.patternsdk.concurrency.BreakerState.OPEN;
import static io.patternsdk.concurrency.Outcome.FAILURE;
import static io.patternsdk.concurrency.Outcome.IGNORED;
import static io.patternsdk.concurrency.Outcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Rejection;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private static final Duration WAIT = Duration.ofSeconds(30);
  private final MovableClock clock = MovableClock.create();
  private final Heard heard = new Heard();

  private CircuitBreakerBuilder builder() {
    return CircuitBreaker.named("b").wait(WAIT).clock(clock).listener(heard);
  }

  private static void end(CircuitBreaker breaker, Outcome... outcomes) {
    for (Outcome outcome : outcomes) {
      breaker.acquire().end(outcome);
    }
  }

  private CircuitBreaker open(CircuitBreakerBuilder builder) {
    CircuitBreaker breaker = builder.consecutiveFailures(1).build();
    end(breaker, FAILURE);
    assertThat(breaker.state()).isEqualTo(OPEN);
    return breaker;
  }

  @Test
  void failuresInARowOpenIt() {
    CircuitBreaker breaker = builder().consecutiveFailures(3).build();
    end(breaker, FAILURE, FAILURE, SUCCESS, FAILURE, FAILURE);
    assertThat(breaker.state()).isEqualTo(CLOSED);
    end(breaker, FAILURE);
    assertThat(breaker.state()).isEqualTo(OPEN);
    assertThat(breaker.tryAcquire()).isNull();
  }

  @Test
  void ignoredOutcomesNeitherCountNorEndARow() {
    CircuitBreaker breaker = builder().consecutiveFailures(2).build();
    end(breaker, FAILURE, IGNORED, FAILURE);
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void theRateOpensItFromTheMinimumOn() {
    CircuitBreaker breaker = builder().failureRate(0.5).window(10).minimumCalls(4).build();
    end(breaker, FAILURE, FAILURE, FAILURE);
    assertThat(breaker.state()).isEqualTo(CLOSED);
    end(breaker, SUCCESS);
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void theRateIsNotRounded() {
    CircuitBreaker breaker = builder().failureRate(0.5).window(200).minimumCalls(200).build();
    for (int i = 0; i < 199; i++) {
      end(breaker, i < 99 ? FAILURE : SUCCESS);
    }
    end(breaker, SUCCESS);
    assertThat(breaker.snapshot().failures()).isEqualTo(99);
    assertThat(breaker.state()).as("49.5 %").isEqualTo(CLOSED);
  }

  @Test
  void theOldestOutcomeLeavesTheCountWindow() {
    CircuitBreaker breaker = builder().failureRate(1).window(3).build();
    end(breaker, FAILURE, SUCCESS, SUCCESS);
    assertThat(breaker.snapshot().failures()).isEqualTo(1);
    end(breaker, SUCCESS);
    assertThat(breaker.snapshot().failures()).isZero();
    assertThat(breaker.snapshot().calls()).isEqualTo(3);
  }

  @Test
  void outcomesLeaveTheTimeWindowWithTheirTenth() {
    CircuitBreaker breaker = builder().failureRate(1).window(Duration.ofSeconds(10)).build();
    end(breaker, FAILURE, SUCCESS);
    clock.advance(Duration.ofMillis(9_999));
    assertThat(breaker.snapshot().calls()).isEqualTo(2);
    clock.advance(Duration.ofMillis(1));
    assertThat(breaker.snapshot().calls()).isZero();
  }

  @Test
  void aStepOfTheWallClockChangesNoTimeWindow() {
    CircuitBreaker breaker = builder().failureRate(1).window(Duration.ofSeconds(10)).build();
    end(breaker, FAILURE, SUCCESS);
    clock.stepWall(Duration.ofSeconds(-2));
    for (int i = 0; i < 3_000; i++) {
      end(breaker, SUCCESS);
    }
    assertThat(breaker.snapshot().calls()).isEqualTo(3_002);
  }

  @Test
  void slowCallsOpenItEvenIfTheySucceed() {
    Duration second = Duration.ofSeconds(1);
    CircuitBreaker breaker = builder().slowCallRate(0.5, second).minimumCalls(2).build();
    for (Duration took : new Duration[] {second, second.plusNanos(1)}) {
      Permit permit = breaker.acquire();
      long begun = permit.begin();
      clock.advance(took);
      permit.end(SUCCESS, begun);
    }
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void itRefusesUntilItsWaitIsOver() {
    CircuitBreaker breaker = open(builder());
    clock.advance(WAIT.minusNanos(1));
    assertThat(Failures.refusal(breaker::acquire)).isEqualTo(Rejection.OPEN);
    clock.advance(Duration.ofNanos(1));
    end(breaker, SUCCESS);
    assertThat(breaker.state()).isEqualTo(CLOSED);
    assertThat(heard.events)
        .containsExactly(
            "b CLOSED to OPEN", "b refused OPEN", "b OPEN to HALF_OPEN", "b HALF_OPEN to CLOSED");
  }

  @Test
  void noMoreThanTheTrialsPassWhenHalfOpen() {
    CircuitBreaker breaker = open(builder().trials(2));
    clock.advance(WAIT);
    Permit first = breaker.acquire();
    Permit second = breaker.acquire();
    assertThat(breaker.tryAcquire()).isNull();
    first.end(SUCCESS);
    assertThat(breaker.tryAcquire()).as("trials are counted, not only bounded").isNull();
    second.end(SUCCESS);
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void aFailedTrialOpensItAgainForTheWholeWait() {
    CircuitBreaker breaker = open(builder());
    clock.advance(WAIT);
    end(breaker, FAILURE);
    assertThat(breaker.state()).isEqualTo(OPEN);
    clock.advance(WAIT.minusNanos(1));
    assertThat(breaker.tryAcquire()).isNull();
  }

  @Test
  void trialsAreJudgedByTheRate() {
    CircuitBreaker breaker = builder().failureRate(0.5).window(2).trials(4).build();
    end(breaker, FAILURE, FAILURE);
    clock.advance(WAIT);
    end(breaker, FAILURE, SUCCESS, SUCCESS);
    assertThat(breaker.state()).isEqualTo(HALF_OPEN);
    end(breaker, SUCCESS);
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void theWaitDoublesWhileTrialsFailUpToItsLimit() {
    CircuitBreaker breaker = open(builder().longestWait(WAIT.multipliedBy(3)));
    for (int factor : new int[] {1, 2, 3, 3}) {
      clock.advance(WAIT.multipliedBy(factor).minusNanos(1));
      assertThat(breaker.tryAcquire()).isNull();
      clock.advance(Duration.ofNanos(1));
      end(breaker, FAILURE);
    }
    clock.advance(WAIT.multipliedBy(3));
    end(breaker, SUCCESS, FAILURE);
    clock.advance(WAIT);
    assertThat(breaker.tryAcquire()).as("closing forgets").isNotNull();
  }

  @Test
  void aTrialThatSaysNothingGivesItsPlaceBack() {
    CircuitBreaker breaker = open(builder());
    clock.advance(WAIT);
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> breaker.call(CircuitBreakerTest::overflow))
          .isInstanceOf(StackOverflowError.class);
    }
    assertThat(breaker.snapshot().trialsInFlight()).isZero();
    end(breaker, SUCCESS);
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  private static String overflow() {
    throw new StackOverflowError();
  }

  @Test
  void aTrialThatNeverEndsIsGivenUp() {
    CircuitBreaker breaker = open(builder().trialLimit(Duration.ofSeconds(5)));
    clock.advance(WAIT);
    Permit lost = breaker.acquire();
    clock.advance(Duration.ofMillis(4_999));
    assertThat(breaker.tryAcquire()).isNull();
    clock.advance(Duration.ofMillis(1));
    Permit another = Objects.requireNonNull(breaker.tryAcquire());
    assertThat(breaker.tryAcquire()).isNull();
    lost.end(SUCCESS);
    assertThat(breaker.state()).as("it came too late").isEqualTo(HALF_OPEN);
    another.end(SUCCESS);
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void aTrialThatIsGivenUpDoesNotLengthenTheWait() {
    CircuitBreaker breaker = open(builder().longestWait(WAIT.multipliedBy(4)));
    clock.advance(WAIT);
    assertThat(breaker.tryAcquire()).isNotNull();
    clock.advance(WAIT);
    end(breaker, FAILURE);
    clock.advance(WAIT.multipliedBy(2));
    assertThat(breaker.tryAcquire()).isNotNull();
  }

  @Test
  void trialsThatTakeLongerThanTheWaitDecide() {
    CircuitBreaker breaker = open(builder().wait(Duration.ofMillis(100)));
    clock.advance(Duration.ofMillis(100));
    Permit slow = breaker.acquire();
    clock.advance(Duration.ofSeconds(29));
    assertThat(breaker.tryAcquire()).isNull();
    slow.end(SUCCESS);
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void rulesThatContradictThemselvesAreRefused() {
    assertThatThrownBy(() -> builder().longestWait(WAIT.minusNanos(1)).build())
        .hasMessage("longest wait is PT29.999999999S; no shorter than the wait, PT30S, is right");
    assertThatThrownBy(() -> builder().window(1_000_001)).hasMessageContaining("a million");
    assertThatThrownBy(() -> builder().window(Duration.ofMillis(999)))
        .hasMessageContaining("at least 1 s");
    assertThatThrownBy(() -> builder().failureRate(1.1)).hasMessageContaining("at most 1");
    assertThatThrownBy(() -> builder().failureRate(Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void whoAsksAStateThatIsOverGetsNoTrialOfIt() {
    CircuitBreaker breaker = open(builder().trialLimit(Duration.ofSeconds(5)));
    BreakerPhase open = breaker.phase();
    clock.advance(WAIT);
    Permit trial = breaker.acquire();
    assertThat(open.tryAcquire()).as("somebody else has begun the trials").isNull();
    BreakerPhase halfOpen = breaker.phase();
    trial.end(FAILURE);
    clock.advance(Duration.ofSeconds(5));
    assertThat(halfOpen.tryAcquire()).as("the trials have failed").isNull();
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void aCallOfAnEarlierStateDecidesNothing() {
    CircuitBreaker breaker = builder().consecutiveFailures(1).build();
    Permit early = breaker.acquire();
    Permit alsoEarly = breaker.acquire();
    end(breaker, FAILURE);
    clock.advance(WAIT);
    Permit trial = breaker.acquire();
    early.end(SUCCESS);
    alsoEarly.end(FAILURE);
    assertThat(breaker.state()).isEqualTo(HALF_OPEN);
    trial.end(SUCCESS);
    alsoEarly.end(FAILURE);
    assertThat(breaker.snapshot().consecutiveFailures()).isZero();
  }

  @Test
  void ordersHoldUntilReset() {
    CircuitBreaker breaker = builder().consecutiveFailures(1).build();
    breaker.forceOpen();
    clock.advance(WAIT.multipliedBy(9));
    assertThat(breaker.tryAcquire()).isNull();
    assertThat(breaker.state()).isEqualTo(FORCED_OPEN);
    breaker.disable();
    end(breaker, FAILURE, FAILURE);
    assertThat(breaker.state()).isEqualTo(DISABLED);
    breaker.reset();
    end(breaker, SUCCESS);
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void ordersAreToldWhereTheyChangeTheState() {
    CircuitBreaker breaker = builder().build();
    breaker.reset();
    breaker.forceOpen();
    breaker.disable();
    breaker.reset();
    assertThat(heard.events)
        .containsExactly(
            "b CLOSED to FORCED_OPEN", "b FORCED_OPEN to DISABLED", "b DISABLED to CLOSED");
  }

  @Test
  void resetForgetsTheWindow() {
    CircuitBreaker breaker = builder().failureRate(1).build();
    end(breaker, FAILURE, SUCCESS);
    breaker.reset();
    assertThat(breaker.snapshot()).isEqualTo(new BreakerSnapshot(CLOSED, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void onlyTheBackendsFailuresCount() {
    CircuitBreaker breaker = builder().consecutiveFailures(1).build();
    for (ErrorKind kind : ErrorKind.values()) {
      breaker.reset();
      assertThat(Failures.kind(() -> breaker.call(() -> Failures.fail(kind)))).isEqualTo(kind);
      assertThat(breaker.state()).as("%s", kind).isEqualTo(kind.backendFailure() ? OPEN : CLOSED);
    }
  }

  @Test
  void aResultMayBeAFailure() {
    Classifier empty =
        new Classifier() {
          @Override
          public Outcome ofResult(Object result) {
            return "".equals(result) ? FAILURE : SUCCESS;
          }

          @Override
          public Outcome ofFailure(Throwable failure) {
            return IGNORED;
          }
        };
    CircuitBreaker breaker = builder().consecutiveFailures(1).classifier(empty).build();
    breaker.<String, RuntimeException>call(() -> "full");
    assertThat(breaker.state()).isEqualTo(CLOSED);
    assertThat(breaker.<String, RuntimeException>call(() -> "")).isEmpty();
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void whatIsNotSaidIsAsDocumented() {
    CircuitBreaker bare = builder().build();
    end(bare, FAILURE, FAILURE, FAILURE, FAILURE);
    assertThat(bare.state()).isEqualTo(CLOSED);
    end(bare, FAILURE);
    assertThat(bare.state()).isEqualTo(OPEN);

    CircuitBreaker rated = builder().failureRate(1).build();
    for (int i = 0; i < 9; i++) {
      end(rated, FAILURE);
    }
    assertThat(rated.state()).isEqualTo(CLOSED);
    end(rated, FAILURE);
    assertThat(rated.state()).isEqualTo(OPEN);

    CircuitBreaker full = builder().failureRate(1).build();
    for (int i = 0; i < 150; i++) {
      end(full, SUCCESS);
    }
    assertThat(full.snapshot().calls()).isEqualTo(100);
  }

  @Test
  void theWindowThatWasSaidLastHolds() {
    Duration second = Duration.ofSeconds(1);
    CircuitBreaker counted = builder().failureRate(1).window(second).window(2).build();
    CircuitBreaker timed = builder().failureRate(1).window(2).window(second).build();
    for (CircuitBreaker breaker : new CircuitBreaker[] {counted, timed}) {
      end(breaker, SUCCESS, SUCCESS, SUCCESS);
    }
    assertThat(counted.snapshot().calls()).isEqualTo(2);
    assertThat(timed.snapshot().calls()).isEqualTo(3);
  }

  @Test
  void nothingStartsPastTheDeadline() {
    CircuitBreaker breaker = builder().build();
    Deadline passed = Deadline.after(Duration.ZERO, clock);
    assertThat(Failures.refusal(() -> passed.run(() -> breaker.call(() -> "late"))))
        .isEqualTo(Rejection.DEADLINE);
  }

  @Test
  void aListenerThatThrowsChangesNothing() {
    CircuitBreaker breaker =
        builder()
            .consecutiveFailures(1)
            .listener(
                new GuardListener() {
                  @Override
                  public void breakerChanged(String name, BreakerState from, BreakerState to) {
                    throw new AssertionError("on cue");
                  }
                })
            .build();
    assertThatThrownBy(() -> breaker.call(() -> failing("the call's own")))
        .hasMessage("the call's own");
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void aClassifierThatThrowsChangesNeitherAnswersNorFailures() {
    Classifier broken =
        new Classifier() {
          @Override
          public Outcome ofResult(Object result) {
            throw new IllegalStateException("on cue");
          }

          @Override
          public Outcome ofFailure(Throwable failure) {
            throw new IllegalStateException("on cue");
          }
        };
    CircuitBreaker breaker = builder().consecutiveFailures(1).classifier(broken).build();
    assertThat(breaker.<String, RuntimeException>call(() -> "answer")).isEqualTo("answer");
    assertThatThrownBy(() -> breaker.call(() -> failing("the call's own")))
        .hasMessage("the call's own");
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  private static String failing(String message) {
    throw new IllegalArgumentException(message);
  }
}
