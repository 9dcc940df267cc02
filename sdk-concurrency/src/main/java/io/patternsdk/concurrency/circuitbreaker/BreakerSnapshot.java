package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.concurrency.BreakerRule;
import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.BreakerTrip;
import java.util.Map;
import java.util.Optional;

/**
 * A circuit breaker at one moment.
 *
 * @param state what it does with calls
 * @param calls how many outcomes its window holds; when half-open, how many trials have ended
 * @param failures how many of these failed
 * @param slowCalls how many of these were slow
 * @param consecutiveFailures how many failures in a row came last; 0 unless closed
 * @param trialsInFlight how many trials are under way; 0 unless half-open
 * @param refused how many calls it has refused as open or half-open since it was made
 * @param opened how often each rule has opened it since it was made; nothing for a rule that has
 *     not
 * @param lastTrip why it opened the last time, also when it has closed since; empty if it never did
 */
public record BreakerSnapshot(
    BreakerState state,
    int calls,
    int failures,
    int slowCalls,
    int consecutiveFailures,
    int trialsInFlight,
    long refused,
    Map<BreakerRule, Long> opened,
    Optional<BreakerTrip> lastTrip) {

  /** Copies the counts. */
  public BreakerSnapshot {
    opened = Map.copyOf(opened);
  }
}
