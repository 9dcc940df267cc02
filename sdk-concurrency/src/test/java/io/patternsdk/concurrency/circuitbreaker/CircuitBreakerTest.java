package io.patternsdk.concurrency.circuitbreaker;

import static io.patternsdk.concurrency.BreakerState.CLOSED;
import static io.patternsdk.concurrency.BreakerState.DISABLED;
import static io.patternsdk.concurrency.BreakerState.FORCED_OPEN;
import static io.patternsdk.concurrency.BreakerState.OPEN;
import static io.patternsdk.concurrency.circuitbreaker.Outcome.FAILURE;
import static io.patternsdk.concurrency.circuitbreaker.Outcome.IGNORED;
import static io.patternsdk.concurrency.circuitbreaker.Outcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Rejection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest extends ClockedBreaker {
  @Test
  void failuresInARowOpenIt() {
    CircuitBreaker breaker = builder().maxFailures(3).build();
    end(breaker, FAILURE, FAILURE, SUCCESS, FAILURE, FAILURE);
    assertThat(breaker.state()).isEqualTo(CLOSED);
    end(breaker, FAILURE);
    assertThat(breaker.state()).isEqualTo(OPEN);
    assertThat(breaker.tryAcquire()).isNull();
  }

  @Test
  void ignoredOutcomesNeitherCountNorEndARow() {
    CircuitBreaker breaker = builder().maxFailures(2).build();
    end(breaker, FAILURE, IGNORED, FAILURE);
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void theRateOpensItFromTheMinimumOn() {
    CircuitBreaker breaker = builder().failureRate(0.5).window(10).minCalls(4).build();
    end(breaker, FAILURE, FAILURE, FAILURE);
    assertThat(breaker.state()).isEqualTo(CLOSED);
    end(breaker, SUCCESS);
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void theRateIsNotRounded() {
    CircuitBreaker breaker = builder().failureRate(0.5).window(200).minCalls(200).build();
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
    CircuitBreaker breaker = builder().failureRate(1).windowTime(Duration.ofSeconds(10)).build();
    end(breaker, FAILURE, SUCCESS);
    clock.advance(Duration.ofMillis(9_999));
    assertThat(breaker.snapshot().calls()).isEqualTo(2);
    clock.advance(Duration.ofMillis(1));
    assertThat(breaker.snapshot().calls()).isZero();
  }

  @Test
  void aStepOfTheWallClockChangesNoTimeWindow() {
    CircuitBreaker breaker = builder().failureRate(1).windowTime(Duration.ofSeconds(10)).build();
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
    CircuitBreaker breaker =
        builder().slowCallRate(0.5).slowCallDuration(second).minCalls(2).build();
    for (Duration took : new Duration[] {second, second.plusNanos(1)}) {
      Permit permit = breaker.acquire();
      long begun = permit.begin();
      clock.advance(took);
      permit.end(SUCCESS, begun);
    }
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void rulesThatContradictThemselvesAreRefused() {
    assertThatThrownBy(() -> builder().maxResetTimeout(WAIT.minusNanos(1)).build())
        .hasMessage(
            "max reset timeout is PT29.999999999S; no shorter than the reset timeout, PT30S, is"
                + " right");
    assertThatThrownBy(() -> builder().window(1_000_001)).hasMessageContaining("a million");
    assertThatThrownBy(() -> builder().windowTime(Duration.ofMillis(999)))
        .hasMessageContaining("at least 1 s");
    assertThatThrownBy(() -> builder().failureRate(1.1)).hasMessageContaining("at most 1");
    assertThatThrownBy(() -> builder().failureRate(Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void ordersHoldUntilReset() {
    CircuitBreaker breaker = builder().maxFailures(1).build();
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
    assertThat(breaker.snapshot())
        .isEqualTo(new BreakerSnapshot(CLOSED, 0, 0, 0, 0, 0, 0, Map.of(), Optional.empty()));
  }

  @Test
  void onlyTheBackendsFailuresCount() {
    CircuitBreaker breaker = builder().maxFailures(1).build();
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
    CircuitBreaker breaker = builder().maxFailures(1).classifier(empty).build();
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
    for (int i = 0; i < 19; i++) {
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
    CircuitBreaker counted = builder().failureRate(1).windowTime(second).window(2).build();
    CircuitBreaker timed = builder().failureRate(1).window(2).windowTime(second).build();
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
            .maxFailures(1)
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
    CircuitBreaker breaker = builder().maxFailures(1).classifier(broken).build();
    assertThat(breaker.<String, RuntimeException>call(() -> "answer")).isEqualTo("answer");
    assertThatThrownBy(() -> breaker.call(() -> failing("the call's own")))
        .hasMessage("the call's own");
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  private static String failing(String message) {
    throw new IllegalArgumentException(message);
  }
}
