package io.patternsdk.concurrency.circuitbreaker;

import static io.patternsdk.concurrency.circuitbreaker.Outcome.FAILURE;
import static io.patternsdk.concurrency.circuitbreaker.Outcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.concurrency.BreakerRule;
import io.patternsdk.concurrency.BreakerTrip;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a breaker says about why it opened and why it refuses. */
class BreakerTripTest extends ClockedBreaker {
  private static RejectedException refusal(CircuitBreaker breaker) {
    return catchThrowableOfType(RejectedException.class, breaker::acquire);
  }

  @Test
  void itTellsTheRuleAndItsNumbers() {
    CircuitBreaker breaker = builder().maxFailures(2).failureRate(0.9).build();
    end(breaker, SUCCESS, FAILURE, FAILURE);
    BreakerTrip trip = new BreakerTrip(BreakerRule.CONSECUTIVE_FAILURES, false, 3, 2, 0, 2, 2);
    assertThat(breaker.snapshot().lastTrip()).contains(trip);
    assertThat(heard.trips).containsExactly("b: 2 failures in a row");
  }

  @Test
  void aRateIsToldWithItsShare() {
    CircuitBreaker breaker = builder().failureRate(0.125).window(8).minCalls(8).build();
    end(breaker, FAILURE, SUCCESS, SUCCESS, SUCCESS, SUCCESS, SUCCESS, SUCCESS, SUCCESS);
    assertThat(heard.trips).containsExactly("b: 1 of 8 calls failed, 12.5 % open it");
  }

  @Test
  void slowCallsAreToldAsThat() {
    CircuitBreaker breaker =
        builder().slowCallRate(1).slowCallDuration(Duration.ofSeconds(1)).minCalls(1).build();
    Permit permit = breaker.acquire();
    long begun = permit.begin();
    clock.advance(Duration.ofSeconds(2));
    permit.end(SUCCESS, begun);
    assertThat(heard.trips).containsExactly("b: 1 of 1 calls were slow, 100 % open it");
  }

  @Test
  void trialsThatFailAreToldAndCountedByTheirRule() {
    CircuitBreaker breaker = open(builder());
    clock.advance(WAIT);
    end(breaker, FAILURE);
    clock.advance(WAIT);
    end(breaker, SUCCESS);
    assertThat(heard.trips).containsExactly("b: 1 failures in a row", "b: a trial failed");
    assertThat(breaker.snapshot().opened()).isEqualTo(Map.of(BreakerRule.CONSECUTIVE_FAILURES, 2L));
    assertThat(breaker.snapshot().lastTrip())
        .as("it can be looked at when all is well again")
        .map(BreakerTrip::afterTrials)
        .contains(true);
  }

  @Test
  void trialsAreToldByTheirRateToo() {
    CircuitBreaker breaker = builder().failureRate(0.5).window(2).halfOpenTrials(2).build();
    end(breaker, FAILURE, FAILURE);
    clock.advance(WAIT);
    end(breaker, FAILURE, SUCCESS);
    assertThat(heard.trips.getLast()).isEqualTo("b: 1 of 2 trials failed, 50 % open it");
  }

  @Test
  void anOpenOneSaysWhenItWillLetTrialsThrough() {
    CircuitBreaker breaker = open(builder());
    clock.advance(Duration.ofSeconds(10));
    RejectedException refusal = refusal(breaker);
    assertThat(refusal.reason()).isEqualTo(Rejection.OPEN);
    assertThat(refusal).hasMessage("the circuit breaker b is open");
    assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(20));
    clock.advance(Duration.ofMinutes(1));
    assertThat(refusal.retryAfter()).contains(Duration.ZERO);
  }

  @Test
  void aHalfOpenOneSaysSo() {
    CircuitBreaker breaker = open(builder());
    clock.advance(WAIT);
    Permit trial = breaker.acquire();
    RejectedException refusal = refusal(breaker);
    assertThat(refusal.reason()).isEqualTo(Rejection.HALF_OPEN);
    assertThat(refusal).hasMessageContaining("b is half-open, its trials are under way");
    assertThat(breaker.tryAcquire()).isNull();
    trial.end(SUCCESS);
    assertThat(heard.events).contains("b refused HALF_OPEN").doesNotContain("b refused OPEN");
  }

  @Test
  void oneThatWasForcedOpenSaysSo() {
    CircuitBreaker breaker = builder().build();
    breaker.forceOpen();
    assertThat(refusal(breaker)).hasMessage("the circuit breaker b was forced open");
    assertThat(refusal(breaker).retryAfter()).isEmpty();
    assertThat(breaker.snapshot().lastTrip()).isEqualTo(Optional.empty());
  }
}
