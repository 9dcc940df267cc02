package io.patternsdk.stress;

import io.patternsdk.concurrency.circuitbreaker.BreakerSnapshot;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.circuitbreaker.Permit;
import java.time.Duration;
import org.openjdk.jcstress.infra.results.LII_Result;

/** A breaker that has opened with one failure, and whose wait is over. */
class WaitedBreaker {
  static final Duration WAIT = Duration.ofSeconds(30);

  final StoppedClock clock = new StoppedClock();
  final CircuitBreaker breaker;
  final Permit late;

  WaitedBreaker(int trials) {
    breaker =
        CircuitBreaker.named("b")
            .maxFailures(1)
            .resetTimeout(WAIT)
            .halfOpenTrials(trials)
            .clock(clock)
            .build();
    late = breaker.acquire();
    Ended.badly(breaker.acquire());
    clock.advance(WAIT);
  }

  final int admitted(int attempts) {
    int admitted = 0;
    for (int i = 0; i < attempts; i++) {
      admitted += breaker.tryAcquire() == null ? 0 : 1;
    }
    return admitted;
  }

  /** Says what state it is in, how many outcomes count, and how many trials have not ended. */
  final void look(LII_Result r) {
    BreakerSnapshot snapshot = breaker.snapshot();
    r.r1 = snapshot.state();
    r.r2 = snapshot.calls();
    r.r3 = snapshot.trialsInFlight();
  }

  /** One of the trials has begun. */
  static class WithTrial extends WaitedBreaker {
    final Permit trial = breaker.acquire();

    WithTrial(int trials) {
      super(trials);
    }
  }
}
