package io.patternsdk.concurrency;

import io.patternsdk.core.Clock;
import io.patternsdk.core.config.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code concurrency} of a configuration, from which each slot gets a guard of its own.
 * Circuit breaker and bulkhead have defaults and are there unless {@code enabled: false}; retry,
 * rate limit and time limit are there if they are configured.
 *
 * @param workers how many workers a pattern's pool has
 * @param breaker the circuit breaker; null for none
 * @param bulkhead the bulkhead; null for none
 * @param retry the retry; null for none
 * @param rateLimit the rate limit; null for none
 * @param timeLimit the time limit of an attempt; null for none
 */
public record GuardConfig(
    int workers,
    @Nullable BreakerConfig breaker,
    @Nullable BulkheadConfig bulkhead,
    @Nullable RetryConfig retry,
    @Nullable RateLimitConfig rateLimit,
    @Nullable Duration timeLimit) {

  /** Returns what holds without any configuration. */
  public static GuardConfig standard() {
    return read(Settings.empty());
  }

  /** Reads the section; problems are noted in it. */
  public static GuardConfig read(Settings settings) {
    return new GuardConfig(
        settings.integer("workers").range(1, 100_000).orElse(10),
        BreakerConfig.read(settings.section("circuit_breaker")),
        BulkheadConfig.read(settings.section("bulkhead")),
        RetryConfig.read(settings.section("retry")),
        RateLimitConfig.read(settings.section("rate_limit")),
        settings
            .duration("time_limit")
            .alias("operation_timeout")
            .min(Duration.ofMillis(1))
            .orNull());
  }

  /** Makes the guard of one slot, under whose name its parts tell the listener. */
  public Guard guard(String slot, Clock clock, GuardListener listener) {
    Guard.Builder guard = Guard.builder();
    if (retry != null) {
      guard.retry(retry.retry(slot, clock, listener));
    }
    if (rateLimit != null) {
      guard.rateLimiter(rateLimit.rateLimiter(slot, clock, listener));
    }
    if (bulkhead != null) {
      guard.bulkhead(bulkhead.bulkhead(slot, listener));
    }
    if (breaker != null) {
      guard.breaker(breaker.breaker(slot, clock, listener));
    }
    if (timeLimit != null) {
      guard.timeLimit(new TimeLimit(timeLimit, clock));
    }
    return guard.build();
  }
}
