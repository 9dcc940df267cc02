package io.patternsdk.stress;

import io.patternsdk.concurrency.circuitbreaker.BreakerSnapshot;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreakerBuilder;
import io.patternsdk.concurrency.circuitbreaker.Permit;
import java.time.Duration;
import org.openjdk.jcstress.infra.results.LII_Result;

/** A closed breaker whose calls all end by one permit. */
class ClosedBreaker {
  static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  final StoppedClock clock = new StoppedClock();
  final Changes changes = new Changes();
  final CircuitBreaker breaker;
  private final Permit permit;

  ClosedBreaker(CircuitBreakerBuilder builder) {
    breaker = builder.clock(clock).listener(changes).build();
    permit = breaker.acquire();
  }

  static CircuitBreakerBuilder inARow(int failures) {
    return CircuitBreaker.named("b").maxFailures(failures);
  }

  static CircuitBreakerBuilder rate(double share) {
    return CircuitBreaker.named("b").failureRate(share);
  }

  final void well(int times) {
    for (int i = 0; i < times; i++) {
      Ended.well(permit);
    }
  }

  final void badly() {
    Ended.badly(permit);
  }

  /** Says what state it is in, and what its window holds: calls, and failures among them. */
  final void look(LII_Result r) {
    BreakerSnapshot snapshot = breaker.snapshot();
    r.r1 = snapshot.state();
    r.r2 = snapshot.calls();
    r.r3 = snapshot.failures();
  }

  /** It never opens, and forgets what is older than ten seconds. */
  static class OfTenSeconds extends ClosedBreaker {
    OfTenSeconds() {
      super(rate(1).windowTime(TEN_SECONDS));
    }
  }
}
