package io.patternsdk.concurrency.config;

import static io.patternsdk.concurrency.circuitbreaker.Outcome.FAILURE;
import static io.patternsdk.concurrency.circuitbreaker.Outcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.core.config.Settings;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the keys of a circuit breaker do. */
class BreakerKeysTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private final MovableClock clock = MovableClock.create();

  private CircuitBreaker breaker(Map<String, ?> values) {
    return Settings.of(Map.of("circuit_breaker", values))
        .read(s -> GuardConfig.from(s, GuardConfig.STANDARD))
        .guard("slot", clock, GuardListener.none())
        .breaker()
        .orElseThrow();
  }

  private static CircuitBreaker after(CircuitBreaker breaker, int successes) {
    for (int i = 0; i < successes; i++) {
      breaker.acquire().end(SUCCESS);
    }
    return breaker;
  }

  @Test
  void soManyTrialsAreLetThrough() {
    CircuitBreaker breaker = breaker(Map.of("max_failures", 1, "half_open_trials", 2));
    breaker.acquire().end(FAILURE);
    clock.advance(Duration.ofSeconds(30));
    assertThat(breaker.tryAcquire()).isNotNull();
    assertThat(breaker.tryAcquire()).isNotNull();
    assertThat(breaker.tryAcquire()).isNull();
  }

  @Test
  void theResetTimeoutGrows() {
    CircuitBreaker breaker =
        breaker(Map.of("max_failures", 1, "reset_timeout", "1s", "max_reset_timeout", "2s"));
    breaker.acquire().end(FAILURE);
    clock.advance(SECOND);
    breaker.acquire().end(FAILURE);
    clock.advance(SECOND);
    assertThat(breaker.tryAcquire()).isNull();
    clock.advance(SECOND);
    assertThat(breaker.tryAcquire()).isNotNull();
  }

  @Test
  void theWindowIsOfCallsOrOfTime() {
    CircuitBreaker calls = after(breaker(Map.of("failure_rate", 1, "window", 3)), 5);
    assertThat(calls.snapshot().calls()).isEqualTo(3);
    CircuitBreaker time = after(breaker(Map.of("failure_rate", 1, "window_time", "5s")), 200);
    assertThat(time.snapshot().calls()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(5));
    assertThat(time.snapshot().calls()).isZero();
  }

  @Test
  void slowIsWhatTakesLonger() {
    CircuitBreaker breaker =
        breaker(Map.of("slow_call_rate", 1, "slow_call_duration", "200ms", "min_calls", 1));
    for (int millis : new int[] {200, 201}) {
      assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
      breaker.reset();
      breaker.call(
          () -> {
            clock.advance(Duration.ofMillis(millis));
            return millis;
          });
    }
    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
  }
}
