package io.patternsdk.cdc;

import io.patternsdk.cdc.CdcStatus.Cause;
import io.patternsdk.cdc.CdcStatus.Lag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Says how far a destination is behind, and why. */
final class Lags {
  private Lags() {}

  static Lag of(
      Counts.Count count, Delivery delivery, Optional<Instant> more, boolean paused, Instant now) {
    List<Parked.Entry> parked = delivery.parked();
    if (count.left() > 0) {
      boolean destination =
          delivery.trouble().isPresent() || delivery.untransformed() * 2 <= count.left();
      return new Lag(
          count.left() + parked.size(),
          age(delivery.oldest(), now),
          destination ? Cause.DESTINATION : Cause.TRANSFORM);
    }
    if (paused) {
      return new Lag(parked.size(), Duration.ZERO, Cause.PAUSE);
    }
    if (more.isPresent()) {
      return new Lag(parked.size(), age(more, now), Cause.SOURCE);
    }
    return parked.isEmpty()
        ? new Lag(0, Duration.ZERO, Cause.NONE)
        : new Lag(parked.size(), age(Optional.of(parked.getFirst().since()), now), Cause.PARKED);
  }

  private static Duration age(Optional<Instant> since, Instant now) {
    return since
        .map(then -> Duration.between(then, now))
        .filter(age -> !age.isNegative())
        .orElse(Duration.ZERO);
  }
}
