package io.patternsdk.concurrency.circuitbreaker;

import static io.patternsdk.concurrency.BreakerState.CLOSED;
import static io.patternsdk.concurrency.BreakerState.HALF_OPEN;
import static io.patternsdk.concurrency.BreakerState.OPEN;
import static io.patternsdk.concurrency.circuitbreaker.Outcome.FAILURE;
import static io.patternsdk.concurrency.circuitbreaker.Outcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.core.Rejection;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HalfOpenBreakerTest extends ClockedBreaker {
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
    CircuitBreaker breaker = open(builder().halfOpenTrials(2));
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
    CircuitBreaker breaker = builder().failureRate(0.5).window(2).halfOpenTrials(4).build();
    end(breaker, FAILURE, FAILURE);
    clock.advance(WAIT);
    end(breaker, FAILURE, SUCCESS, SUCCESS);
    assertThat(breaker.state()).isEqualTo(HALF_OPEN);
    end(breaker, SUCCESS);
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void theWaitDoublesWhileTrialsFailUpToItsLimit() {
    CircuitBreaker breaker = open(builder().maxResetTimeout(WAIT.multipliedBy(3)));
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
      assertThatThrownBy(() -> breaker.call(HalfOpenBreakerTest::overflow))
          .isInstanceOf(StackOverflowError.class);
    }
    assertThat(breaker.snapshot().trialsInFlight()).isZero();
    end(breaker, SUCCESS);
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void aTrialThatNeverEndsIsGivenUp() {
    CircuitBreaker breaker = open(builder().trialTimeout(Duration.ofSeconds(5)));
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
    CircuitBreaker breaker = open(builder().maxResetTimeout(WAIT.multipliedBy(4)));
    clock.advance(WAIT);
    assertThat(breaker.tryAcquire()).isNotNull();
    clock.advance(WAIT);
    end(breaker, FAILURE);
    clock.advance(WAIT.multipliedBy(2));
    assertThat(breaker.tryAcquire()).isNotNull();
  }

  @Test
  void trialsThatTakeLongerThanTheWaitDecide() {
    CircuitBreaker breaker = open(builder().resetTimeout(Duration.ofMillis(100)));
    clock.advance(Duration.ofMillis(100));
    Permit slow = breaker.acquire();
    clock.advance(Duration.ofSeconds(29));
    assertThat(breaker.tryAcquire()).isNull();
    slow.end(SUCCESS);
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void whoAsksAStateThatIsOverGetsNoTrialOfIt() {
    CircuitBreaker breaker = open(builder().trialTimeout(Duration.ofSeconds(5)));
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
    CircuitBreaker breaker = builder().maxFailures(1).build();
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

  private static String overflow() {
    throw new StackOverflowError();
  }
}
