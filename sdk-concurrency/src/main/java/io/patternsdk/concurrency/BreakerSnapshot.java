package io.patternsdk.concurrency;

/**
 * A circuit breaker at one moment.
 *
 * @param state what it does with calls
 * @param calls how many outcomes its window holds; when half-open, how many trials have ended
 * @param failures how many of these failed
 * @param slowCalls how many of these were slow
 * @param consecutiveFailures how many failures in a row came last; 0 unless closed
 * @param trialsInFlight how many trials are under way; 0 unless half-open
 * @param refused how many calls it has refused as open since it was made
 */
public record BreakerSnapshot(
    BreakerState state,
    int calls,
    int failures,
    int slowCalls,
    int consecutiveFailures,
    int trialsInFlight,
    long refused) {}
