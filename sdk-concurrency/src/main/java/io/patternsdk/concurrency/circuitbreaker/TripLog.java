package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.concurrency.BreakerRule;
import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.BreakerTrip;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a breaker opened the last time, and how often by which rule; guarded by its lock. */
final class TripLog {
  private final Map<BreakerRule, Long> opened = new EnumMap<>(BreakerRule.class);
  private @Nullable BreakerTrip last;

  void add(BreakerTrip trip) {
    last = trip;
    opened.merge(trip.rule(), 1L, Long::sum);
  }

  /** Describes a breaker that is in such a state. */
  BreakerSnapshot snapshot(
      BreakerState state,
      OutcomeCounts counted,
      int failuresInARow,
      int trialsInFlight,
      long refused) {
    return new BreakerSnapshot(
        state,
        counted.calls(),
        counted.failures(),
        counted.slow(),
        failuresInARow,
        trialsInFlight,
        refused,
        opened,
        Optional.ofNullable(last));
  }
}
