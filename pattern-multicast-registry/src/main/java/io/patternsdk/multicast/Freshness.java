package io.patternsdk.multicast;

import java.time.Duration;
import java.util.Optional;

/**
 * How old an answer may be.
 *
 * @param most how old; empty for what the settings say
 * @param fails whether an older one is refused rather than read from the backend
 */
record Freshness(Optional<Duration> most, boolean fails) {
  static final Freshness USUAL = new Freshness(Optional.empty(), false);

  Freshness atMost(Duration staleness) {
    if (staleness.isNegative()) {
      throw new IllegalArgumentException("staleness is " + staleness + "; zero or more works");
    }
    return new Freshness(Optional.of(staleness), fails);
  }

  Freshness orFailure() {
    return new Freshness(most, true);
  }
}
