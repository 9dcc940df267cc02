package io.patternsdk.concurrency.config;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreakerBuilder;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.ratelimit.RateLimiter;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.concurrency.retry.RetryBudget;
import io.patternsdk.concurrency.retry.RetryBuilder;
import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.Clock;
import java.time.Duration;

/** Makes guards from what the configuration says. */
record GuardAssembly(Clock clock, GuardListener listener) {

  /** Makes the guard of one slot, or of one member of many. */
  Guard guard(String slot, GuardConfig config) {
    Guard.Builder guard = Guard.named(slot).listener(listener);
    config.retry().ifPresent(c -> guard.retry(retry(slot, c)));
    config.rateLimit().ifPresent(c -> guard.rateLimiter(rateLimiter(slot, c)));
    config.bulkhead().ifPresent(c -> guard.bulkhead(bulkhead(slot, c)));
    config.circuitBreaker().ifPresent(c -> guard.breaker(breaker(slot, c)));
    config.timeLimit().ifPresent(limit -> guard.timeLimit(timeLimit(slot, limit)));
    return guard.build();
  }

  private Retry retry(String slot, RetryConfig config) {
    RetryBuilder retry =
        Retry.named(slot)
            .maxAttempts(config.maxAttempts())
            .initialDelay(config.initialDelay())
            .maxDelay(config.maxDelay())
            .clock(clock)
            .listener(listener);
    config.budget().ifPresent(b -> retry.budget(budget(slot, b, config.budgetShare())));
    return retry.build();
  }

  private RetryBudget budget(String slot, int capacity, double share) {
    return RetryBudget.named(slot).capacity(capacity).share(share).listener(listener).build();
  }

  private RateLimiter rateLimiter(String slot, RateLimitConfig config) {
    return RateLimiter.named(slot)
        .rate(config.rate(), config.per())
        .burst(config.burst())
        .timeout(config.timeout())
        .clock(clock)
        .listener(listener)
        .build();
  }

  private Bulkhead bulkhead(String slot, BulkheadConfig config) {
    return Bulkhead.named(slot)
        .capacity(config.capacity())
        .timeout(config.timeout())
        .fair(config.fair())
        .listener(listener)
        .build();
  }

  private TimeLimit timeLimit(String slot, Duration limit) {
    return TimeLimit.named(slot).limit(limit).clock(clock).listener(listener).build();
  }

  private CircuitBreaker breaker(String slot, CircuitBreakerConfig config) {
    CircuitBreakerBuilder breaker =
        CircuitBreaker.named(slot)
            .resetTimeout(config.resetTimeout())
            .maxResetTimeout(config.maxResetTimeout())
            .halfOpenTrials(config.halfOpenTrials())
            .slowCallDuration(config.slowCallDuration())
            .window(config.window())
            .minCalls(config.minCalls())
            .clock(clock)
            .listener(listener);
    config.maxFailures().ifPresent(breaker::maxFailures);
    config.trialTimeout().ifPresent(breaker::trialTimeout);
    config.windowTime().ifPresent(breaker::windowTime);
    config.failureRate().ifPresent(breaker::failureRate);
    config.slowCallRate().ifPresent(breaker::slowCallRate);
    return breaker.build();
  }
}
