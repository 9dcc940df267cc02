package io.patternsdk.concurrency.circuitbreaker;

import static io.patternsdk.concurrency.BreakerState.OPEN;
import static io.patternsdk.concurrency.circuitbreaker.Outcome.FAILURE;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;

/** A breaker on a movable clock that tells what happens to it. */
abstract class ClockedBreaker {
  static final Duration WAIT = Duration.ofSeconds(30);
  final MovableClock clock = MovableClock.create();
  final Heard heard = new Heard();

  CircuitBreakerBuilder builder() {
    return CircuitBreaker.named("b").resetTimeout(WAIT).clock(clock).listener(heard);
  }

  static void end(CircuitBreaker breaker, Outcome... outcomes) {
    for (Outcome outcome : outcomes) {
      breaker.acquire().end(outcome);
    }
  }

  CircuitBreaker open(CircuitBreakerBuilder builder) {
    CircuitBreaker breaker = builder.maxFailures(1).build();
    end(breaker, FAILURE);
    assertThat(breaker.state()).isEqualTo(OPEN);
    return breaker;
  }
}
