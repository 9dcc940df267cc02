package io.patternsdk.examples.prices;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.config.GuardConfig;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.concurrency.retry.RetryBudget;
import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.Clock;
import io.patternsdk.core.config.Settings;
import java.time.Duration;
import java.util.Map;

/** The same guard, built and configured. */
final class Guards {
  private Guards() {}

  static Guard built(RetryBudget budget, GuardListener listener) {
    Guard guard =
        Guard.named("prices")
            .retry(Retry.named("prices").maxAttempts(3).budget(budget).listener(listener).build())
            .bulkhead(Bulkhead.named("prices").capacity(20).listener(listener).build())
            .breaker(CircuitBreaker.named("prices").failureRate(0.5).listener(listener).build())
            .timeLimit(TimeLimit.of(Duration.ofSeconds(2)))
            .build();
    return guard;
  }

  static Guard configured(Map<String, ?> settings, GuardListener listener) {
    Guard guard =
        Settings.of(settings)
            .read(s -> GuardConfig.from(s, GuardConfig.STANDARD))
            .guard("prices", Clock.system(), listener);
    return guard;
  }
}
