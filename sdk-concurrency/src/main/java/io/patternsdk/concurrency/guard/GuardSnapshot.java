package io.patternsdk.concurrency.guard;

import io.patternsdk.concurrency.bulkhead.BulkheadSnapshot;
import io.patternsdk.concurrency.circuitbreaker.BreakerSnapshot;
import io.patternsdk.concurrency.ratelimit.RateLimiterSnapshot;
import io.patternsdk.concurrency.retry.RetrySnapshot;
import io.patternsdk.concurrency.timelimit.TimeLimitSnapshot;
import java.util.Optional;

/**
 * The parts of a guard, each at one moment, but not all at the same one; empty for a part that it
 * does not have.
 *
 * @param retry how often calls were repeated
 * @param rateLimiter what may start
 * @param bulkhead what is under way
 * @param breaker what the breaker has seen
 * @param timeLimit what took too long
 */
public record GuardSnapshot(
    Optional<RetrySnapshot> retry,
    Optional<RateLimiterSnapshot> rateLimiter,
    Optional<BulkheadSnapshot> bulkhead,
    Optional<BreakerSnapshot> breaker,
    Optional<TimeLimitSnapshot> timeLimit) {}
